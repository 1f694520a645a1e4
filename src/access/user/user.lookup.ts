import type { StaffUser as UserRow } from "../../database/generated/client.js";
import { selectList } from "../../database/sql/columns.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { checkId } from "../../graphql/errors/check-row.js";
import type { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { userColumns } from "./user.list.js";

/**
 * Reads a user that this transaction is about to change, and keeps others from changing it until the transaction ends.
 * Null, with NOT_FOUND or INVALID_ID among the userErrors, when there is none or, unless asked for, when it is deleted.
 */
export async function lockUser(
  tx: Tx,
  id: string,
  userErrors: UserErrorCollector,
  { includeDeleted = false } = {},
): Promise<UserRow | null> {
  if (!checkId("User", id, ["id"], userErrors)) return null;
  const [row] = await tx.$queryRaw<UserRow[]>`
    SELECT ${selectList("u", userColumns)} FROM staff_user u WHERE u.id = ${id} FOR NO KEY UPDATE`;
  if (row !== undefined && (includeDeleted || row.deletedAt === null)) return row;
  userErrors.addNotFound(["id"], [id], "User");
  return null;
}
