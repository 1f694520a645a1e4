import { type Caller, customerIdOf } from "../../access/auth/caller.js";
import type { Customer as CustomerRow } from "../../database/generated/client.js";
import { selectList } from "../../database/sql/columns.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { checkIds } from "../../graphql/errors/check-ids.js";
import { checkId } from "../../graphql/errors/check-row.js";
import type { Path, UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { storableIds } from "../../graphql/node/ids.js";
import { customerColumns } from "./customer.list.js";

/**
 * Reads a customer that this transaction is about to change, and keeps others from changing it until the transaction ends.
 * Null, with NOT_FOUND or INVALID_ID among the userErrors, when there is none, when it is deleted (unless those are asked
 * for), and when the caller is another customer.
 */
export async function lockCustomer(
  tx: Tx,
  id: string,
  path: Path,
  userErrors: UserErrorCollector,
  { caller, includeDeleted = false }: { caller: Caller | null; includeDeleted?: boolean },
): Promise<CustomerRow | null> {
  if (!checkId("Customer", id, path, userErrors)) return null;
  const isReachable = [null, id].includes(customerIdOf(caller));
  const [row] = isReachable
    ? await tx.$queryRaw<CustomerRow[]>`
        SELECT ${selectList("c", customerColumns)} FROM customer c WHERE c.id = ${id} FOR NO KEY UPDATE`
    : [];
  if (row !== undefined && (includeDeleted || row.deletedAt === null)) return row;
  userErrors.addNotFound(path, [id], "Customer");
  return null;
}

/**
 * Keeps others from changing these customers until the transaction ends, in the order of their ids, so that two such calls
 * cannot deadlock. What is written to their history then comes in the order of the commits.
 */
export async function lockCustomers(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.$queryRaw`SELECT FROM customer WHERE id = ANY (${storableIds(ids)}::text[]) ORDER BY id FOR NO KEY UPDATE`;
}

/** Those of the ids that are of live customers, each once; TOO_MANY, INVALID_ID or NOT_FOUND for the others. */
export async function findCustomers(
  tx: Tx,
  ids: readonly string[],
  path: Path,
  userErrors: UserErrorCollector,
): Promise<string[]> {
  return checkIds("Customer", ids, path, userErrors, (wanted) => findLiveCustomerIds(tx, wanted));
}

/** Those of the ids that are of customers, deleted or not. */
export async function findCustomerIdsWithDeleted(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const wanted = storableIds(ids);
  if (wanted.length === 0) return [];
  const rows = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM customer WHERE id = ANY (${wanted}::text[])`;
  return rows.map(({ id }) => id);
}

/** Those of the ids that are of live customers. */
async function findLiveCustomerIds(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const wanted = storableIds(ids);
  if (wanted.length === 0) return [];
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM customer WHERE id = ANY (${wanted}::text[]) AND deleted_at IS NULL`;
  return rows.map(({ id }) => id);
}
