import { data } from "currency-codes";
import { withdrawnCurrencies } from "./withdrawn-currencies.data.js";

// Currencies that are newer than the library's list.
const laterCurrencies: readonly (readonly [string, number])[] = [
  ["XAD", 2],
  ["XCG", 2],
];

const decimals = new Map([...data.map(({ code, digits }) => [code, digits] as const), ...laterCurrencies]);
for (const code of withdrawnCurrencies.keys()) decimals.delete(code);

/** The number of decimals of a currency, by its ISO 4217 code in upper case. Undefined for an unknown currency. */
export function decimalsOf(currencyCode: string): number | undefined {
  return decimals.get(currencyCode);
}

/** As {@link decimalsOf}, including withdrawn currencies. */
export function decimalsOfAnyCurrency(currencyCode: string): number | undefined {
  return decimals.get(currencyCode) ?? withdrawnCurrencies.get(currencyCode);
}
