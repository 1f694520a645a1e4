import type { Path, UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { normalizeCurrencyCode } from "../../graphql/input/normalize-text.js";
import { decimalsOf, decimalsOfAnyCurrency } from "./currency.data.js";

/** An amount and its currency, as they are stored: `10.00` and `EUR`. */
export interface Amount {
  readonly currencyCode: string;
  readonly amount: string;
}

const decimal = /^(-?)(\d{1,18})(?:\.(\d+))?$/;

/** Which amounts are taken. */
interface AmountRules {
  readonly decimalsOf: (currencyCode: string) => number | undefined;
  readonly mayBeNegative: boolean;
}

/** Prices: 0 or more, in a currency that is in use. */
export const priceRules: AmountRules = { decimalsOf, mayBeNegative: false };
/** Totals of orders: refunds, and currencies that have been withdrawn since, too. */
export const totalRules: AmountRules = { decimalsOf: decimalsOfAnyCurrency, mayBeNegative: true };

/**
 * Brings an amount into its stored form: a decimal with exactly the currency's decimals. A text, for a number in floating
 * point would not be exact.
 * @param paths where the currency and the amount stand in the input.
 * @returns null with INVALID_CURRENCY or INVALID_AMOUNT among the userErrors, or both.
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
