import { allCountries } from "../../src/country/country.data.js";
import { hasPostalCodes } from "../../src/country/postal-codes.data.js";

describe("hasPostalCodes", () => {
  it.each(["hk", "ae", "QA", "jm", "zw", "pa"])("does not ask for one in %s", (code) => {
    expect(hasPostalCodes(code)).toBe(false);
  });

  it.each(["it", "US", "gb", "ie", "jp", "br", "in", "za", "au", "sg"])("asks for one in %s", (code) => {
    expect(hasPostalCodes(code)).toBe(true);
  });

  it("lists existing countries only, and about a third of the world", () => {
    const without = allCountries().filter((country) => !hasPostalCodes(country.iso2));
    expect(without).toHaveLength(79);
  });
});
