import type { Path, UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { normalizeCurrencyCode } from "../../graphql/input/normalize-text.js";
import { decimalsOf, decimalsOfAnyCurrency } from "./currency.data.js";

/** An amount and its currency in their stored form, such as `10.00` and `EUR`. */
export interface Amount {
  readonly currencyCode: string;
  readonly amount: string;
}

const decimal = /^(-?)(\d{1,18})(?:\.(\d+))?$/;

/** The rules for amounts. */
interface AmountRules {
  readonly decimalsOf: (currencyCode: string) => number | undefined;
  readonly mayBeNegative: boolean;
}

/** The rules for prices: 0 or more, in a current currency. */
export const priceRules: AmountRules = { decimalsOf, mayBeNegative: false };
/** The rules for totals of orders: they may be negative (refunds), and the currency may be withdrawn. */
export const totalRules: AmountRules = { decimalsOf: decimalsOfAnyCurrency, mayBeNegative: true };

/**
 * Converts an amount to its stored form: a decimal with exactly the currency's number of decimals. It is a text, because a
 * floating-point number would not be exact.
 * @param paths the paths of the currency and the amount in the input.
 * @returns null if one is invalid; the user errors then contain INVALID_CURRENCY, INVALID_AMOUNT or both.
 */
export function parseAmount(
  given: { currencyCode: string | null; amount: string | null },
  { decimalsOf, mayBeNegative }: AmountRules,
  paths: { currencyCode: Path; amount: Path },
  userErrors: UserErrorCollector,
): Amount | null {
  const currencyCode = normalizeCurrencyCode(given.currencyCode ?? "");
  const decimals = decimalsOf(currencyCode);
  if (decimals === undefined) {
    userErrors.add("INVALID_CURRENCY", paths.currencyCode, "Must be an ISO 4217 currency code, such as EUR.");
  }
  const [, sign, whole, fraction = ""] = decimal.exec(given.amount ?? "") ?? [];
  const isTooExact = decimals !== undefined && /[^0]/.test(fraction.slice(decimals));
  if (whole === undefined || isTooExact || (sign && !mayBeNegative)) {
    userErrors.add("INVALID_AMOUNT", paths.amount, amountRequired(currencyCode, decimals, mayBeNegative));
    return null;
  }
  if (decimals === undefined) return null;
  const places = decimals === 0 ? "" : `.${fraction.slice(0, decimals).padEnd(decimals, "0")}`;
  const size = `${BigInt(whole)}${places}`;
  return { currencyCode, amount: sign && /[^0.]/.test(size) ? `-${size}` : size };
}

function amountRequired(currencyCode: string, decimals: number | undefined, mayBeNegative: boolean): string {
  const form = `Must be a decimal${mayBeNegative ? "" : " of 0 or more"}, at most 18 digits before the point`;
  return decimals === undefined ? `${form}.` : `${form} and ${decimals} after it for ${currencyCode}.`;
}
