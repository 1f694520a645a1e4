import type { Path, UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { Pauses } from "../../graphql/event-loop/pauses.js";
import { checkRequiredId } from "../../graphql/input/check-required-id.js";
import { parseAmount, priceRules } from "../currency/amount.js";
import { CoveredQuantities } from "./covered-quantities.js";
import type { PriceRow } from "./price.type.js";
import type { PriceListPriceInput } from "./price-list.input.js";

/*
 * A price list can have 10,000 prices. Their rules are here, in a plain loop: class-validator, which checks the other
 * inputs, takes several times as long.
 */

/** Checks prices and returns them in their stored form. Reports prices that break a rule. */
export async function parsePrices(
  given: readonly PriceListPriceInput[],
  path: Path,
  userErrors: UserErrorCollector,
): Promise<PriceRow[]> {
  const covered = new Map<string, CoveredQuantities>();
  const pauses = new Pauses();
  const rows: PriceRow[] = [];
  for (const [index, price] of given.entries()) {
    if (pauses.isDue) await pauses.pause();
    const pricePath = [...path, String(index)];
    const parsed = parsePrice(price, pricePath, userErrors);
    if (parsed === null) continue;
    const key = JSON.stringify([parsed.variantId, parsed.currencyCode]);
    const quantities = covered.get(key) ?? new CoveredQuantities();
    covered.set(key, quantities);
    if (quantities.add(parsed)) {
      const message = "Must not have quantities of an earlier price for the same variant and currency.";
      userErrors.add("CONFLICTING_INPUT", pricePath, message);
    }
    rows.push(parsed);
  }
  return rows;
}

function parsePrice(price: PriceListPriceInput, path: Path, userErrors: UserErrorCollector): PriceRow | null {
  const { variantId, minQuantity = null, maxQuantity = null } = price;
  const hasId = checkRequiredId(variantId, [...path, "variantId"], userErrors);
  const paths = { currencyCode: [...path, "currencyCode"], amount: [...path, "amount"] };
  const amount = parseAmount(price, priceRules, paths, userErrors);
  const hasQuantities = checkQuantities(minQuantity, maxQuantity, path, userErrors);
  return hasId && amount && hasQuantities ? { variantId, ...amount, minQuantity, maxQuantity } : null;
}

function checkQuantities(min: number | null, max: number | null, path: Path, userErrors: UserErrorCollector): boolean {
  const isMinFine = min === null || min >= 1;
  const isMaxFine = max === null || max >= 1;
  const isRange = !isMinFine || !isMaxFine || min === null || max === null || min <= max;
  if (!isMinFine) userErrors.add("OUT_OF_RANGE", [...path, "minQuantity"], "Must be 1 or more.");
  if (!isMaxFine) userErrors.add("OUT_OF_RANGE", [...path, "maxQuantity"], "Must be 1 or more.");
  if (!isRange) userErrors.add("OUT_OF_RANGE", [...path, "maxQuantity"], "Must be minQuantity or more.");
  return isMinFine && isMaxFine && isRange;
}
