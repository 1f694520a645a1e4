import type { Caller } from "../../access/auth/caller.js";
import type { Order as OrderRow } from "../../database/generated/client.js";
import type { RequestDatabase } from "../../database/request-database.js";
import { changedValues } from "../../database/sql/row-values.js";
import type { StoredJson } from "../../database/sql/stored-json.js";
import { checkKind } from "../../graphql/errors/check-row.js";
import type { Path, UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { checkInput } from "../../graphql/input/check-input.js";
import { checkRequiredId } from "../../graphql/input/check-required-id.js";
import { type MetadataUpdate, mergedMetadataOf, newMetadata } from "../../graphql/input/metadata.js";
import { normalizeEmail } from "../../graphql/input/normalize-text.js";
import { type Amount, parseAmount, totalRules } from "../currency/amount.js";
import { findCustomerIdsWithDeleted } from "../customer/customer.lookup.js";
import type { OrdersRecordArgs } from "./order.args.js";
import type { OrderRecordInput } from "./order.input.js";
import { insertNewOrders, lockOrders, updateOrders } from "./order.rows.js";

/** An order of the input, and its path. */
interface ParsedOrder {
  readonly path: Path;
  readonly input: OrderRecordInput;
  /** Null if the currency or the total is invalid. */
  readonly total: Amount | null;
}

/**
 * Creates or updates orders by their ids, in one transaction.
 * @throws UserErrorsException with NOT_FOUND for customers, CONFLICTING_INPUT, TOO_MANY, and for each broken rule of the inputs.
 */
export async function recordOrders(db: RequestDatabase, caller: Caller | null, args: OrdersRecordArgs) {
  const inputProblems = await checkInput(args, []);
  const given = parseOrders(args.orders, inputProblems);
  return db.transaction(caller, async (tx) => {
    const userErrors = inputProblems.copy();
    const namedIds = new Set(given.flatMap(({ input }) => input.customerId ?? []));
    const customerIds = new Set(await findCustomerIdsWithDeleted(tx, [...namedIds]));
    const now = new Date();
    const newRows = given.flatMap((order) => newRow(order, customerIds, now) ?? []);
    const created = byId(userErrors.isEmpty ? await insertNewOrders(tx, newRows) : []);
    const known = byId(
      await lockOrders(
        tx,
        given.map(({ input }) => input.id).filter((id) => !created.has(id)),
      ),
    );
    checkCustomers(given, customerIds, userErrors);
    const metadata = await mergedMetadataOf(tx, "customer_order", metadataUpdates(given, known), userErrors);
    const updated = byId(given.flatMap((order) => updatedRow(order, known.get(order.input.id), metadata, now) ?? []));
    userErrors.throwIfAny();
    await updateOrders(tx, [...updated.values()], metadata);

    const rows = new Map([...known, ...updated, ...created]);
    return {
      orders: given.flatMap(({ input }) => rows.get(input.id) ?? []),
      created: created.size,
      updated: updated.size,
      unchanged: known.size - updated.size,
    };
  });
}

/** Checks the rules that need no database. Leaves out orders with an invalid id. */
function parseOrders(orders: readonly OrderRecordInput[], userErrors: UserErrorCollector): ParsedOrder[] {
  const seen = new Set<string>();
  return orders.flatMap((input, index) => {
    const path = ["orders", String(index)];
    const idPath = [...path, "id"];
    const paths = { currencyCode: [...path, "currencyCode"], amount: [...path, "total"] };
    const total = parseAmount({ currencyCode: input.currencyCode, amount: input.total }, totalRules, paths, userErrors);
    if (!checkRequiredId(input.id, idPath, userErrors) || !checkKind("Order", input.id, idPath, userErrors)) return [];
    if (seen.has(input.id))
      userErrors.add("CONFLICTING_INPUT", idPath, "Must not be the id of another order in this list.");
    seen.add(input.id);
    return [{ path, input, total }];
  });
}

function byId(rows: readonly OrderRow[]): Map<string, OrderRow> {
  return new Map(rows.map((row) => [row.id, row]));
}

/** Builds the row of a new order. Null if its total is invalid or its customer does not exist. */
function newRow(order: ParsedOrder, customerIds: ReadonlySet<string>, now: Date): OrderRow | null {
  const { input, total } = order;
  const { id, customerId = null, displayId = null, status, email, placedAt } = input;
  if (total === null || (customerId !== null && !customerIds.has(customerId))) return null;
  return {
    id,
    customerId,
    displayId,
    status,
    email: email ? normalizeEmail(email) : null,
    currencyCode: total.currencyCode,
    total: total.amount,
    placedAt,
    metadata: newMetadata(input.metadata),
    createdAt: now,
    updatedAt: now,
  };
}

/** The metadata changes of the existing orders. */
function metadataUpdates(orders: readonly ParsedOrder[], known: ReadonlyMap<string, OrderRow>): MetadataUpdate[] {
  return orders
    .filter(({ input }) => known.has(input.id))
    .map(({ input, path }) => ({ id: input.id, change: input.metadata, path: [...path, "metadata"] }));
}

/** Builds the changed row of an existing order. Null if nothing changes. */
function updatedRow(
  order: ParsedOrder,
  known: OrderRow | undefined,
  metadata: ReadonlyMap<string, StoredJson | null>,
  now: Date,
): OrderRow | null {
  if (known === undefined) return null;
  const { id, customerId, displayId, status, email, placedAt } = order.input;
  const changes = changedValues(known, {
    customerId,
    displayId,
    status,
    email: email ? normalizeEmail(email) : email,
    currencyCode: order.total?.currencyCode,
    total: order.total?.amount,
    placedAt,
  });
  if (Object.keys(changes).length === 0 && !metadata.has(id)) return null;
  const formatValue = metadata.has(id) ? { metadata: metadata.get(id)?.value ?? null } : {};
  return { ...known, ...changes, ...formatValue, updatedAt: now };
}

/**
 * Reports customers that do not exist, with one NOT_FOUND: at the order if there is one, at the list if there are several.
 */
function checkCustomers(
  orders: readonly ParsedOrder[],
  customerIds: ReadonlySet<string>,
  userErrors: UserErrorCollector,
): void {
  const unknown = new Map<string, Path>();
  for (const { path, input } of orders) {
    const id = input.customerId;
    const idPath = [...path, "customerId"];
    if (id === null || id === undefined || !checkKind("Customer", id, idPath, userErrors)) continue;
    if (!customerIds.has(id) && !unknown.has(id)) unknown.set(id, idPath);
  }
  const [first] = unknown.values();
  if (first) userErrors.addNotFound(unknown.size === 1 ? first : ["orders"], [...unknown.keys()], "Customer");
}
