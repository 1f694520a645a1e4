import { normalizeCurrencyCode } from "../../graphql/input/normalize-text.js";
import { check } from "../../graphql/input/rules.js";
import { decimalsOf } from "./currency.data.js";

/** Requires an ISO 4217 code that is not withdrawn, in any case. A blank text is allowed and means no currency. */
export function CurrencyCode(): PropertyDecorator {
  return check<string>(
    "currencyCode",
    (code) => code === "" || decimalsOf(normalizeCurrencyCode(code)) !== undefined,
    "INVALID_CURRENCY",
    "Must be an ISO 4217 currency code, such as EUR.",
  );
}
