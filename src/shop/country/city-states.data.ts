import { normalizeCountryCode } from "../../graphql/input/normalize-text.js";

const cityStates: ReadonlySet<string> = new Set(["gi", "hk", "mc", "mo", "sg", "va"]);

/** True if the country (an alpha-2 code, in any case) is a city state, so that its addresses need no city. */
export function isCityState(countryCode: string): boolean {
  return cityStates.has(normalizeCountryCode(countryCode));
}
