import { allCountries, findCountry, isCountryCode } from "../../src/shop/country/country.data.js";

describe("allCountries", () => {
  it("has the 249 officially assigned countries and Kosovo, each code once", () => {
    expect(allCountries()).toHaveLength(250);
    for (const field of ["iso2", "iso3", "numCode", "name", "displayName"] as const) {
      expect(new Set(allCountries().map((country) => country[field])).size).toBe(250);
    }
  });

  it("has codes in the documented forms", () => {
    for (const country of allCountries()) {
      expect(country.iso2).toMatch(/^[a-z]{2}$/);
      expect(country.iso3).toMatch(/^[a-z]{3}$/);
      expect(country.numCode).toMatch(/^\d{3}$/);
      expect(country.name).toBe(country.displayName.toUpperCase());
    }
  });

  it("has no user-assigned code except that of Kosovo", () => {
    const kosovo = {
      iso2: "xk",
      iso3: "xkx",
      numCode: "900",
      name: "KOSOVO",
      displayName: "Kosovo",
      hasPostalCodes: false,
    };
    expect(allCountries().filter((country) => country.iso2.startsWith("x"))).toEqual([kosovo]);
    expect(findCountry("XKX")).toEqual(kosovo);
    expect(findCountry("XKK")).toBeNull();
  });

  it("is sorted by display name in English order, accented letters among their base letters", () => {
    const names = allCountries().map((country) => country.displayName);
    expect(names.slice(0, 4)).toEqual(["Afghanistan", "Åland Islands", "Albania", "Algeria"]);
    expect(names.at(-1)).toBe("Zimbabwe");
    expect(names.indexOf("Côte d'Ivoire")).toBeLessThan(names.indexOf("Croatia"));
  });

  it.each([
    ["KR", "South Korea"],
    ["RU", "Russia"],
    ["US", "United States"],
    ["GB", "United Kingdom"],
    ["CN", "China"],
    ["TW", "Taiwan"],
    ["CZ", "Czechia"],
    ["NL", "Netherlands"],
    ["VN", "Vietnam"],
    ["TR", "Türkiye"],
    ["MK", "North Macedonia"],
    ["ST", "São Tomé and Príncipe"],
  ])("shows %s with its common name", (code, displayName) => {
    expect(findCountry(code)?.displayName).toBe(displayName);
  });
});

describe("findCountry", () => {
  const italy = { iso2: "it", iso3: "ita", numCode: "380", name: "ITALY", displayName: "Italy", hasPostalCodes: true };

  it.each(["it", "IT", "It", " it ", "ita", "ITA"])("finds Italy by %j", (code) => {
    expect(findCountry(code)).toEqual(italy);
  });

  it("keeps the leading zeros of the numeric code", () => {
    expect(findCountry("al")?.numCode).toBe("008");
  });

  it.each(["", " ", "xx", "i", "380", "Italy", "it\u0000", "__proto__", "constructor"])(
    "returns null for %j",
    (code) => {
      expect(findCountry(code)).toBeNull();
    },
  );
});

describe("isCountryCode", () => {
  it.each(["de", "DE", " de", "XK"])("accepts %j", (code) => expect(isCountryCode(code)).toBe(true));
  it.each(["deu", "zz", "xx", "", "toString"])("refuses %j", (code) => expect(isCountryCode(code)).toBe(false));
});
