import type { Caller } from "../../access/auth/caller.js";
import type { Order as OrderRow } from "../../database/generated/client.js";
import type { RequestDatabase } from "../../database/request-database.js";
import { changedValues } from "../../database/sql/row-values.js";
import type { StoredJson } from "../../database/sql/stored-json.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { checkKind } from "../../graphql/errors/check-row.js";
import type { Path, UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { checkInput } from "../../graphql/input/check-input.js";
import { checkRequiredId } from "../../graphql/input/check-required-id.js";
import { type MetadataUpdate, mergedMetadataOf, newMetadata } from "../../graphql/input/metadata.js";
import { normalizeEmail } from "../../graphql/input/normalize-text.js";
import { type Amount, parseAmount, totalRules } from "../currency/amount.js";
import { findErasedCustomers } from "../customer/customer.lookup.js";
import type { OrdersRecordArgs } from "./order.args.js";
import type { OrderRecordInput } from "./order.input.js";
import { insertNewOrders, lockOrders, updateOrders } from "./order.rows.js";
import { findOrderOwners } from "./order-claim.rows.js";
import { checkCustomerNames, resolveCustomers } from "./order-customer.js";

/** An order of the input, and its path. */
interface ParsedOrder {
  readonly path: Path;
  readonly input: OrderRecordInput;
  /** Null if the currency or the total is invalid. */
  readonly total: Amount | null;
}

/** The customers who get the orders, by the ids of the customers that the orders name. */
type Owners = ReadonlyMap<string, string>;

/**
 * Creates or updates orders by their ids, in one transaction.
 * @throws UserErrorsException with NOT_FOUND for customers, CONFLICTING_INPUT, TOO_MANY, and for each broken rule of the inputs.
 */
export async function recordOrders(db: RequestDatabase, caller: Caller | null, args: OrdersRecordArgs) {
  const inputProblems = await checkInput(args, []);
  const parsed = parseOrders(args.orders, inputProblems);
  checkCustomerNames(parsed, inputProblems);
  return db.transaction(caller, async (tx) => {
    const userErrors = inputProblems.copy();
    const resolved = await resolveCustomers(tx, parsed, userErrors);
    const namedIds = new Set(resolved.flatMap(({ input }) => input.customerId ?? []));
    const { owners, erased } = await findOrderOwners(tx, [...namedIds]);
    const named = resolved.map((order) => (erased.has(order.input.customerId ?? "") ? withoutData(order) : order));
    const now = new Date();
    const newRows = named.flatMap((order) => newRow(order, owners, now) ?? []);
    const created = byId(userErrors.isEmpty ? await insertNewOrders(tx, newRows) : []);
    const known = byId(
      await lockOrders(
        tx,
        named.map(({ input }) => input.id).filter((id) => !created.has(id)),
      ),
    );
    const given = await withoutErasedData(tx, named, known);
    checkCustomers(given, owners, userErrors);
    const metadata = await mergedMetadataOf(tx, "customer_order", metadataUpdates(given, known), userErrors);
    const updated = byId(
      given.flatMap((order) => updatedRow(order, known.get(order.input.id), { owners, metadata, now }) ?? []),
    );
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

/** Removes what is not stored for a customer whose data was erased. */
function withoutData(order: ParsedOrder): ParsedOrder {
  return { ...order, input: { ...order.input, email: null, metadata: null } };
}

/** Does so for the existing orders that stay with such a customer. */
async function withoutErasedData(
  tx: Tx,
  orders: readonly ParsedOrder[],
  known: ReadonlyMap<string, OrderRow>,
): Promise<ParsedOrder[]> {
  const keptOwner = ({ input: { id, customerId } }: ParsedOrder) => {
    const order = known.get(id);
    return order && isSameOwner(order, customerId) ? order.customerId : null;
  };
  const kept = orders.flatMap((order) => keptOwner(order) ?? []);
  const erased = await findErasedCustomers(tx, kept);
  return orders.map((order) => (erased.has(keptOwner(order) ?? "") ? withoutData(order) : order));
}

function byId(rows: readonly OrderRow[]): Map<string, OrderRow> {
  return new Map(rows.map((row) => [row.id, row]));
}

/** Builds the row of a new order. Null if its total is invalid or its customer does not exist. */
function newRow(order: ParsedOrder, owners: Owners, now: Date): OrderRow | null {
  const { input, total } = order;
  const { id, customerId = null, displayId = null, status, email, placedAt } = input;
  if (total === null || (customerId !== null && !owners.has(customerId))) return null;
  return {
    id,
    ...ownerOf(customerId, owners),
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

/** The customer who gets an order that names this customer. */
function ownerOf(named: string | null, owners: Owners): Pick<OrderRow, "customerId" | "isClaimed" | "claimedFrom"> {
  const customerId = named === null ? null : (owners.get(named) ?? null);
  const isClaimed = customerId !== named;
  return { customerId, isClaimed, claimedFrom: isClaimed ? named : null };
}

/** The new owner of an existing order. A claimed order stays with its customer if the call names where it came from. */
function ownerChanges(order: OrderRow, named: string | null | undefined, owners: Owners) {
  return isSameOwner(order, named) ? {} : ownerOf(named ?? null, owners);
}

function isSameOwner(order: OrderRow, named: string | null | undefined): boolean {
  return named === undefined || named === order.customerId || (order.isClaimed && named === order.claimedFrom);
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
  { owners, metadata, now }: { owners: Owners; metadata: ReadonlyMap<string, StoredJson | null>; now: Date },
): OrderRow | null {
  if (known === undefined) return null;
  const { id, customerId, displayId, status, email, placedAt } = order.input;
  const changes = changedValues(known, {
    ...ownerChanges(known, customerId, owners),
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
function checkCustomers(orders: readonly ParsedOrder[], owners: Owners, userErrors: UserErrorCollector): void {
  const unknown = new Map<string, Path>();
  for (const { path, input } of orders) {
    const id = input.customerId;
    const idPath = [...path, "customerId"];
    if (id === null || id === undefined || !checkKind("Customer", id, idPath, userErrors)) continue;
    if (!owners.has(id) && !unknown.has(id)) unknown.set(id, idPath);
  }
  const [first] = unknown.values();
  if (first) userErrors.addNotFound(unknown.size === 1 ? first : ["orders"], [...unknown.keys()], "Customer");
}
