import { type Caller, customerIdOf } from "../../access/auth/caller.js";
import { type Customer as CustomerRow, Prisma } from "../../database/generated/client.js";
import type { Placeholder, Sql } from "../../database/sql/sql.js";
import { lockRow } from "../../database/transactions/lock-row.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { checkIds } from "../../graphql/errors/check-ids.js";
import { checkId } from "../../graphql/errors/check-row.js";
import { lockNode, type NodeTable } from "../../graphql/errors/lock-node.js";
import type { Path, UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { storableIds } from "../../graphql/node/ids.js";
import { customerColumns } from "./customer.list.js";

const customers: NodeTable<CustomerRow> = { kind: "Customer", name: "customer", columns: customerColumns };

/**
 * Reads a customer and locks the row until the transaction ends. Null if the customer does not exist, if it is deleted and
 * `includeDeleted` is not set, if its data was erased and `includeErased` is not set, or if the caller is another customer; the
 * user errors then contain NOT_FOUND or INVALID_ID.
 */
export async function lockCustomer(
  tx: Tx,
  id: string,
  path: Path,
  userErrors: UserErrorCollector,
  { caller, includeErased = false, ...options }: LockOptions,
): Promise<CustomerRow | null> {
  const isReachable = [null, id].includes(customerIdOf(caller));
  if (isReachable) {
    const customer = await lockNode(tx, customers, id, path, userErrors, options);
    if (customer === null || customer.erasedAt === null || includeErased) return customer;
  }
  if (checkId("Customer", id, path, userErrors)) userErrors.addNotFound(path, [id], "Customer");
  return null;
}

/** Reads a customer and locks the row until the transaction ends. Null if there is none. */
export async function lockCustomerRow(tx: Tx, id: string): Promise<CustomerRow | null> {
  return lockRow(tx, customers, id);
}

interface LockOptions {
  readonly caller: Caller | null;
  readonly includeDeleted?: boolean;
  readonly includeErased?: boolean;
}

/** Locks the selected customers in the order of their ids, so that two such statements cannot deadlock. */
export const lockedInIdOrder = Prisma.sql`ORDER BY id FOR NO KEY UPDATE`;

/** Selects the ids of customers that are not deleted or erased. More conditions can follow. */
export function selectLiveCustomers(ids: readonly string[] | Placeholder<never>): Sql {
  return Prisma.sql`SELECT id FROM customer WHERE id = ANY (${ids}::text[])
    AND deleted_at IS NULL AND erased_at IS NULL`;
}

/**
 * Locks customers until the transaction ends, in the order of their ids. So the changes in their history are in the order of
 * the commits.
 */
export async function lockCustomers(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.$queryRaw`SELECT FROM customer WHERE id = ANY (${storableIds(ids)}::text[]) ${lockedInIdOrder}`;
}

/**
 * Returns the ids of existing customers, each once. Reports the others with TOO_MANY, INVALID_ID or NOT_FOUND; deleted and
 * erased customers count as not found.
 */
export async function findCustomers(
  tx: Tx,
  ids: readonly string[],
  path: Path,
  userErrors: UserErrorCollector,
): Promise<string[]> {
  return checkIds("Customer", ids, path, userErrors, (wanted) => findLiveCustomerIds(tx, wanted));
}

/** Returns those of the customers whose data was erased. */
export async function findErasedCustomers(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM customer WHERE id = ANY (${[...new Set(ids)]}::text[]) AND erased_at IS NOT NULL`;
  return new Set(rows.map(({ id }) => id));
}

/** Returns the ids of existing customers who are not deleted or erased. */
async function findLiveCustomerIds(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const wanted = storableIds(ids);
  if (wanted.length === 0) return [];
  const rows = await tx.$queryRaw<{ id: string }[]>(selectLiveCustomers(wanted));
  return rows.map(({ id }) => id);
}
