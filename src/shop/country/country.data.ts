import { createRequire } from "node:module";
import iso3166 from "i18n-iso-countries/index.js";
import { normalizeCountryCode } from "../../graphql/input/normalize-text.js";
import type { Country } from "./country.type.js";
import { displayNames } from "./display-names.data.js";
import { hasPostalCodes } from "./postal-codes.data.js";

// The main file of the package loads the names in 80 languages, which took 2 % of the start.
iso3166.registerLocale(createRequire(import.meta.url)("i18n-iso-countries/langs/en.json"));

// ISO 3166-1 has no code for Kosovo. It leaves these codes to its users; customs and carriers use them.
const kosovo: Country = {
  iso2: "xk",
  iso3: "xkx",
  numCode: "900",
  name: "KOSOVO",
  displayName: "Kosovo",
  hasPostalCodes: false,
};

const byDisplayName = new Intl.Collator("en");

const countries: readonly Country[] = Object.entries(iso3166.getAlpha2Codes())
  .filter(([alpha2]) => alpha2 !== "XK")
  .map(([alpha2, alpha3]) => toCountry(alpha2, alpha3))
  .concat(kosovo)
  .sort((a, b) => byDisplayName.compare(a.displayName, b.displayName));

const byAlpha2 = new Map(countries.map((country) => [country.iso2, country]));
const byAlpha3 = new Map(countries.map((country) => [country.iso3, country]));

/** The 249 countries of ISO 3166-1 and Kosovo, sorted by display name in English order (Åland Islands is sorted under A). */
export function allCountries(): readonly Country[] {
  return countries;
}

/** The countries with these alpha-2 codes, sorted like {@link allCountries}. */
export function countriesByCode(alpha2Codes: readonly string[]): Country[] {
  return countries.filter(({ iso2 }) => alpha2Codes.includes(iso2));
}

/** Finds a country by its alpha-2 or alpha-3 code. Case and surrounding white space are ignored. Null if unknown. */
export function findCountry(code: string): Country | null {
  const normalized = normalizeCountryCode(code);
  return byAlpha2.get(normalized) ?? byAlpha3.get(normalized) ?? null;
}

/** True if an address can have this country code: alpha-2 only. Case and surrounding white space are ignored. */
export function isCountryCode(code: string): boolean {
  return byAlpha2.has(normalizeCountryCode(code));
}

function toCountry(alpha2: string, alpha3: string): Country {
  const displayName = displayNames[alpha2] ?? iso3166.getName(alpha2, "en");
  const numCode = iso3166.alpha2ToNumeric(alpha2);
  if (displayName === undefined || numCode === undefined) {
    throw new Error(`Expected i18n-iso-countries to know name and number of ${alpha2}.`);
  }
  return {
    iso2: alpha2.toLowerCase(),
    iso3: alpha3.toLowerCase(),
    numCode,
    name: displayName.toUpperCase(),
    displayName,
    hasPostalCodes: hasPostalCodes(alpha2),
  };
}
