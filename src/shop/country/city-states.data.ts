import { normalizeCountryCode } from "../../graphql/input/normalize-text.js";

const cityStates: ReadonlySet<string> = new Set(["gi", "hk", "mc", "mo", "sg", "va"]);

/** Whether the country (an alpha-2 code, in any case) is a city, so that an address in it needs none. */
export function isCityState(countryCode: string): boolean {
  return cityStates.has(normalizeCountryCode(countryCode));
}
