import { type CustomerGroup as CustomerGroupRow, Prisma } from "../../database/generated/client.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { checkIds } from "../../graphql/errors/check-ids.js";
import { lockNode, type NodeTable } from "../../graphql/errors/lock-node.js";
import type { Path, UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { storableIds } from "../../graphql/node/ids.js";
import { customerGroupColumns } from "./customer-group.list.js";

export const groupTable: NodeTable<CustomerGroupRow> = {
  kind: "CustomerGroup",
  name: "customer_group",
  columns: customerGroupColumns,
};

/**
 * Reads a group and locks the row until the transaction ends. Null if the group does not exist, or is deleted and
 * `includeDeleted` is not set; the user errors then contain NOT_FOUND or INVALID_ID.
 */
export async function lockGroup(
  tx: Tx,
  id: string,
  userErrors: UserErrorCollector,
  options?: { includeDeleted?: boolean },
): Promise<CustomerGroupRow | null> {
  return lockNode(tx, groupTable, id, ["id"], userErrors, options);
}

/**
 * Returns the ids of existing groups, each once. Reports the others with TOO_MANY, INVALID_ID or NOT_FOUND; deleted groups
 * count as not found. With `lock`, no group can be deleted until the transaction ends.
 */
export async function findGroups(
  tx: Tx,
  ids: readonly string[],
  path: Path,
  userErrors: UserErrorCollector,
  { lock = false } = {},
): Promise<string[]> {
  return checkIds("CustomerGroup", ids, path, userErrors, (wanted) => findLiveGroups(tx, wanted, { lock }));
}

/** Returns the ids of existing groups that are not deleted. With `lock`, none can be deleted until the transaction ends. */
export async function findLiveGroups(tx: Tx, ids: readonly string[], { lock = false } = {}): Promise<string[]> {
  const wanted = storableIds(ids);
  if (wanted.length === 0) return [];
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM customer_group WHERE id = ANY (${wanted}::text[]) AND deleted_at IS NULL
    ${lock ? Prisma.sql`ORDER BY id FOR SHARE` : Prisma.empty}`;
  return rows.map(({ id }) => id);
}
