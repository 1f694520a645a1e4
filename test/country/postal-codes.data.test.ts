import { allCountries } from "../../src/shop/country/country.data.js";
import { hasPostalCodes } from "../../src/shop/country/postal-codes.data.js";

describe("hasPostalCodes", () => {
  it.each("hk ae QA jm zw pa IE cl co pe ec vn ke ng eg cr jo lb xk".split(" "))(
    "does not require one in %s",
    (code) => {
      expect(hasPostalCodes(code)).toBe(false);
    },
  );

  it.each("it US gb jp br in za au sg de fr ca pl se mx va".split(" "))("requires one in %s", (code) => {
    expect(hasPostalCodes(code)).toBe(true);
  });

  it("lists existing countries only, and more than half of the world", () => {
    const without = allCountries().filter((country) => !hasPostalCodes(country.iso2));
    expect(without).toHaveLength(148);
  });
});
