import type { StaffUser as UserRow } from "../../database/generated/client.js";
import { selectList } from "../../database/sql/columns.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { checkId } from "../../graphql/errors/check-row.js";
import type { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { userColumns } from "./user.list.js";

/**
 * Reads a user and locks the row until the transaction ends. Null if the user does not exist, or is deleted and
 * `includeDeleted` is not set; the user errors then contain NOT_FOUND or INVALID_ID.
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
