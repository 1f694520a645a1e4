import { normalizeCurrencyCode } from "../../graphql/input/normalize-text.js";
import { maxTextLength } from "../../graphql/input/rules.js";
import { decimalsOf, decimalsOfAnyCurrency } from "../../shop/currency/currency.data.js";
import { OrderStatus } from "../../shop/filters/order-status.type.js";
import { CoveredQuantities } from "../../shop/price-list/covered-quantities.js";
import type { SourceOrder, SourcePrice, SourcePriceList } from "../source/source-rows.js";
import { amountOfSmallestUnits, exactAmount, exactInteger, roundedAmount } from "./exact-decimal.js";
import { datesOf, metadataOf, RowCheck, shownTimestamp } from "./row-check.js";
import { idsOf } from "./staged-ids.js";
import type { StagedRow } from "./staging-table.js";

export function stagedPriceList(row: SourcePriceList): StagedRow<"PriceList"> {
  const check = new RowCheck();
  const title = check.text("title", row.title);
  if (title === null) check.refuse("BLANK", "title");
  const type = row.type?.toUpperCase() ?? null;
  if (type !== "SALE" && type !== "OVERRIDE") check.refuse("INVALID", "type");
  const status = row.status?.toUpperCase() ?? null;
  if (status !== "ACTIVE" && status !== "DRAFT") check.refuse("INVALID", "status");
  if (row.has_other_rules) check.refuse("UNSUPPORTED", "rules");
  return {
    ...idsOf("PriceList", row),
    title,
    description: check.longText("description", row.description),
    type,
    status,
    ...periodOf(row, check),
    group_refs: row.groups ?? [],
    is_for_groups: row.groups !== null,
    ...metadataOf(row),
    ...datesOf(row),
    problem: check.problem,
  };
}

/** The dates of a price list. A date without end is no date, but a list that begins never, or has always ended, is refused. */
function periodOf({ starts_at: start, ends_at: end }: SourcePriceList, check: RowCheck) {
  const starts_at = shownTimestamp(start);
  const ends_at = shownTimestamp(end);
  if (starts_at === null && start !== null && start !== "-infinity") check.refuse("OUT_OF_RANGE", "startsAt");
  if (ends_at === null && end !== null && end !== "infinity") check.refuse("OUT_OF_RANGE", "endsAt");
  if (starts_at !== null && ends_at !== null && Date.parse(starts_at) >= Date.parse(ends_at))
    check.refuse("OUT_OF_RANGE", "startsAt");
  return { starts_at, ends_at };
}

/** Converts prices, which come sorted by their list. `version` says the unit of amounts. */
export function createPriceConverter(version: 1 | 2): (row: SourcePrice) => StagedRow<"Price"> {
  let list: string | undefined;
  let covered = new Map<string, CoveredQuantities>();
  return (row) => {
    if (row.price_list_id !== list) covered = new Map();
    list = row.price_list_id;
    return stagedPrice(row, version, covered);
  };
}

function stagedPrice(row: SourcePrice, version: 1 | 2, covered: Map<string, CoveredQuantities>): StagedRow<"Price"> {
  const common = { medusa_id: row.id, list_ref: row.price_list_id };
  const leftOut = reasonToLeaveOut(row);
  if (leftOut !== null) return { ...common, price: null, problem: leftOut, is_left_out: true };
  const check = new RowCheck();
  const currencyCode = normalizeCurrencyCode(row.currency_code ?? "");
  const variantId = row.variant_id ?? "";
  if (variantId.length > maxTextLength) check.refuse("TOO_LONG", "variantId");
  const amount = priceAmount(row.amount ?? "", currencyCode, version, check);
  const [minQuantity, maxQuantity] = [quantityOf(row.min_quantity), quantityOf(row.max_quantity)];
  if ((minQuantity ?? 1) < 1) check.refuse("OUT_OF_RANGE", "minQuantity");
  if ((maxQuantity ?? 1) < 1 || (maxQuantity ?? Number.POSITIVE_INFINITY) < (minQuantity ?? 1))
    check.refuse("OUT_OF_RANGE", "maxQuantity");
  if (check.problem === null) {
    const key = JSON.stringify([variantId, currencyCode]);
    const quantities = covered.get(key) ?? new CoveredQuantities();
    covered.set(key, quantities);
    if (quantities.add({ minQuantity, maxQuantity })) check.refuse("CONFLICTING_INPUT", "minQuantity");
  }
  const price =
    check.problem === null ? JSON.stringify({ variantId, currencyCode, amount, minQuantity, maxQuantity }) : null;
  return { ...common, price, problem: check.problem, is_left_out: false };
}

function reasonToLeaveOut(row: SourcePrice): string | null {
  if (row.is_conditional) return "for a region or with other conditions";
  if (!row.variant_id) return "without a variant";
  const isFractional = (text: string | null) => text !== null && exactInteger(text) === null;
  return isFractional(row.min_quantity) || isFractional(row.max_quantity)
    ? "with a fractional or too large quantity"
    : null;
}

function quantityOf(text: string | null): number | null {
  return text === null ? null : exactInteger(text);
}

function priceAmount(text: string, currencyCode: string, version: 1 | 2, check: RowCheck): string | null {
  const decimals = decimalsOf(currencyCode);
  if (decimals === undefined) {
    check.refuse("INVALID_CURRENCY", "currencyCode");
    return null;
  }
  const amount = version === 1 ? amountOfSmallestUnits(text, decimals) : exactAmount(text, decimals);
  if (amount === null || amount.startsWith("-")) check.refuse("INVALID_AMOUNT", "amount");
  return amount;
}

const knownStatuses: ReadonlySet<string> = new Set(Object.keys(OrderStatus));

export function stagedOrder(row: SourceOrder, version: 1 | 2): StagedRow<"Order"> {
  const check = new RowCheck();
  const currency_code = normalizeCurrencyCode(row.currency_code ?? "");
  const status = row.status?.toUpperCase() ?? "";
  if (!knownStatuses.has(status)) check.refuse("INVALID", "status");
  const dates = datesOf(row);
  return {
    ...idsOf("Order", row),
    customer_ref: row.customer_id,
    display_id: check.text("displayId", row.display_id),
    status,
    email: check.email("email", row.email),
    currency_code,
    total: orderTotal(row.total, currency_code, version, check),
    placed_at: dates.created_at,
    ...metadataOf(row),
    created_at: dates.created_at,
    updated_at: dates.updated_at,
    problem: check.problem,
  };
}

function orderTotal(text: string | null, currencyCode: string, version: 1 | 2, check: RowCheck): string | null {
  const decimals = decimalsOfAnyCurrency(currencyCode);
  if (decimals === undefined) check.refuse("INVALID_CURRENCY", "currencyCode");
  else if (text === null) check.refuse("REQUIRED", "total");
  else {
    const total = version === 1 ? amountOfSmallestUnits(text, decimals) : roundedAmount(text, decimals);
    if (total === null) check.refuse("INVALID_AMOUNT", "total");
    return total;
  }
  return null;
}
