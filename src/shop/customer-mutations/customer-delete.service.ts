import type { Caller } from "../../access/auth/caller.js";
import { waitForCallerCaches } from "../../access/auth/caller-cache.js";
import type { RequestDatabase } from "../../database/request-database.js";
import { deletionData, updateData } from "../../database/sql/row-values.js";
import { checkVersion } from "../../graphql/errors/check-row.js";
import { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { lockCustomer } from "../customer/customer.lookup.js";
import { checkEmailIsFree } from "../customer/customer.rules.js";
import type { CustomerDeleteArgs } from "./customer-mutation.args.js";
import { sessionsEnd } from "./customer-password.rows.js";

/**
 * Marks a customer and its addresses as deleted, and ends its sessions. Its memberships stay in the database but are hidden.
 * A deleted customer does not change.
 * @throws UserErrorsException with NOT_FOUND or VERSION_CONFLICT.
 */
export async function deleteCustomer(
  db: RequestDatabase,
  caller: Caller | null,
  { id, ifVersion }: CustomerDeleteArgs,
) {
  const result = await db.transaction(caller, async (tx) => {
    const userErrors = new UserErrorCollector();
    const before = await lockCustomer(tx, id, ["id"], userErrors, { caller, includeDeleted: true });
    if (before?.deletedAt === null) checkVersion(before, ifVersion, userErrors);
    userErrors.throwIfAny();
    if (before === null || before.deletedAt !== null) return { deletedId: id, customer: before };

    const deletion = deletionData();
    await tx.address.updateMany({
      where: { customerId: id, deletedAt: null },
      data: { ...deletion, deletedWithCustomer: true },
    });
    const data = { ...deletion, ...sessionsEnd };
    return { deletedId: id, customer: await tx.customer.update({ where: { id }, data }) };
  });
  if (result.customer?.hasAccount) await waitForCallerCaches();
  return result;
}

/**
 * Restores a deleted customer and the addresses that were deleted with it. Other customers do not change.
 * @throws UserErrorsException with NOT_FOUND or EMAIL_TAKEN.
 */
export async function restoreCustomer(db: RequestDatabase, caller: Caller | null, id: string) {
  return db.transaction(caller, async (tx) => {
    const userErrors = new UserErrorCollector();
    const before = await lockCustomer(tx, id, ["id"], userErrors, { caller, includeDeleted: true });
    if (before?.deletedAt) await checkEmailIsFree(tx, caller, before, ["id"], userErrors);
    userErrors.throwIfAny();
    if (before === null || before.deletedAt === null) return { customer: before };

    const restoration = updateData({ deletedAt: null });
    await tx.address.updateMany({
      where: { customerId: id, deletedWithCustomer: true },
      data: { ...restoration, deletedWithCustomer: false },
    });
    return { customer: await tx.customer.update({ where: { id }, data: restoration }) };
  });
}
