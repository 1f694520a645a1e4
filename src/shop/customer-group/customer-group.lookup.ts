import { type CustomerGroup as CustomerGroupRow, Prisma } from "../../database/generated/client.js";
import { selectList } from "../../database/sql/columns.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { checkIds } from "../../graphql/errors/check-ids.js";
import { checkId } from "../../graphql/errors/check-row.js";
import type { Path, UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { customerGroupColumns } from "./customer-group.list.js";

/**
 * Reads a group and locks the row until the transaction ends. Null if the group does not exist, or is deleted and
 * `includeDeleted` is not set; the user errors then contain NOT_FOUND or INVALID_ID.
 */
export async function lockGroup(
  tx: Tx,
  id: string,
  userErrors: UserErrorCollector,
  { includeDeleted = false } = {},
): Promise<CustomerGroupRow | null> {
  if (!checkId("CustomerGroup", id, ["id"], userErrors)) return null;
  const [row] = await tx.$queryRaw<CustomerGroupRow[]>`
    SELECT ${selectList("g", customerGroupColumns)} FROM customer_group g WHERE g.id = ${id} FOR NO KEY UPDATE`;
  if (row !== undefined && (includeDeleted || row.deletedAt === null)) return row;
  userErrors.addNotFound(["id"], [id], "CustomerGroup");
  return null;
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
  return checkIds("CustomerGroup", ids, path, userErrors, async (wanted) => {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM customer_group WHERE id = ANY (${wanted}::text[]) AND deleted_at IS NULL
      ${lock ? Prisma.sql`ORDER BY id FOR SHARE` : Prisma.empty}`;
    return rows.map(({ id }) => id);
  });
}
