import type { StaffUser as UserRow } from "../../database/generated/client.js";
import { lockRow } from "../../database/transactions/lock-row.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { lockNode, type NodeTable } from "../../graphql/errors/lock-node.js";
import type { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { userColumns } from "./user.list.js";

const users: NodeTable<UserRow> = { kind: "User", name: "staff_user", columns: userColumns };

/**
 * Reads a user and locks the row until the transaction ends. Null if the user does not exist, or is deleted and
 * `includeDeleted` is not set; the user errors then contain NOT_FOUND or INVALID_ID.
 */
export async function lockUser(
  tx: Tx,
  id: string,
  userErrors: UserErrorCollector,
  options?: { includeDeleted?: boolean },
): Promise<UserRow | null> {
  return lockNode(tx, users, id, ["id"], userErrors, options);
}

/** Reads a user by id and locks the row until the transaction ends. Null if there is none. */
export async function lockUserRow(tx: Tx, id: string): Promise<UserRow | null> {
  return lockRow(tx, users, id);
}

/** Finds the user who may log in with an email in normal form, except the user with the id `exceptId`. Deleted users may not. */
export async function findEmailOwner(tx: Tx, email: string, exceptId?: string): Promise<{ id: string } | null> {
  const isOther = exceptId === undefined ? {} : { id: { not: exceptId } };
  return tx.staffUser.findFirst({
    where: { email, emailIsProven: true, deletedAt: null, ...isOther },
    select: { id: true },
  });
}
