import type { Path, Problems } from "../errors/problems.js";
import { normalCurrencyCode } from "../input/normal-text.js";
import { decimalsOf } from "./currency.data.js";

/** An amount and its currency, as they are stored: `10.00` and `EUR`. */
export interface Amount {
  readonly currencyCode: string;
  readonly amount: string;
}

const decimal = /^(\d{1,18})(?:\.(\d+))?$/;

/**
 * Brings an amount into its stored form: a decimal with exactly the currency's decimals. A text, for a number in floating
 * point would not be exact.
 * @param paths where the currency and the amount stand in the input.
 * @returns null with INVALID_CURRENCY or INVALID_AMOUNT among the problems, or both.
 */
export function readAmount(
  given: { currencyCode: string | null; amount: string | null },
  paths: { currencyCode: Path; amount: Path },
  problems: Problems,
): Amount | null {
  const currencyCode = normalCurrencyCode(given.currencyCode ?? "");
  const decimals = decimalsOf(currencyCode);
  if (decimals === undefined) {
    problems.add("INVALID_CURRENCY", paths.currencyCode, "Must be an ISO 4217 currency code, such as EUR.");
  }
  const [, whole, fraction = ""] = decimal.exec(given.amount ?? "") ?? [];
  if (whole === undefined || fraction.length > (decimals ?? Number.POSITIVE_INFINITY)) {
    problems.add("INVALID_AMOUNT", paths.amount, amountRequired(currencyCode, decimals));
    return null;
  }
  if (decimals === undefined) return null;
  const places = decimals === 0 ? "" : `.${fraction.padEnd(decimals, "0")}`;
  return { currencyCode, amount: `${BigInt(whole)}${places}` };
}

function amountRequired(currencyCode: string, decimals: number | undefined): string {
  const form = "Must be a decimal of 0 or more, at most 18 digits before the point";
  return decimals === undefined ? `${form}.` : `${form} and ${decimals} after it for ${currencyCode}.`;
}
