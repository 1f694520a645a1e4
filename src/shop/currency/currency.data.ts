import { data } from "currency-codes";
import { withdrawnCurrencies } from "./withdrawn-currencies.data.js";

// In use since the library's list was made.
const LATER_CURRENCIES: readonly (readonly [string, number])[] = [
  ["XAD", 2],
  ["XCG", 2],
];

const decimals = new Map([...data.map(({ code, digits }) => [code, digits] as const), ...LATER_CURRENCIES]);
for (const code of withdrawnCurrencies.keys()) decimals.delete(code);

/** How many decimals amounts of a currency have, by its ISO 4217 code in upper case; undefined when there is none. */
export function decimalsOf(currencyCode: string): number | undefined {
  return decimals.get(currencyCode);
}

/** The same, of currencies that have been withdrawn, too. */
export function decimalsOfAnyCurrency(currencyCode: string): number | undefined {
  return decimals.get(currencyCode) ?? withdrawnCurrencies.get(currencyCode);
}
