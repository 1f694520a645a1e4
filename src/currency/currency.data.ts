import { data } from "currency-codes";

// In use since the library's list was made.
const LATER_CURRENCIES: readonly (readonly [string, number])[] = [["XCG", 2]];

const decimals = new Map([...data.map(({ code, digits }) => [code, digits] as const), ...LATER_CURRENCIES]);

/** How many decimals amounts of a currency have, by its ISO 4217 code in upper case; undefined when there is none. */
export function decimalsOf(currencyCode: string): number | undefined {
  return decimals.get(currencyCode);
}
