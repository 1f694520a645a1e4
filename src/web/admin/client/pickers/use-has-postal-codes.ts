import { useQuery } from "@apollo/client/react";
import { CountriesDocument } from "./countries.generated.js";

/** Returns true if an address in the country requires a postal code. False for an empty code, and until the countries are loaded. */
export function useHasPostalCodes(countryCode: string): boolean {
  const { data } = useQuery(CountriesDocument);
  return data?.countries.some(({ iso2, hasPostalCodes }) => iso2 === countryCode && hasPostalCodes) ?? false;
}
