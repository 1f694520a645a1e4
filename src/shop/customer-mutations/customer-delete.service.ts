import type { Caller } from "../../access/auth/caller.js";
import { waitForCallerCaches } from "../../access/auth/caller-cache.js";
import type { RequestDatabase } from "../../database/request-database.js";
import { checkVersion } from "../../graphql/errors/check-row.js";
import { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { lockCustomer } from "../customer/customer.lookup.js";
import { checkEmailIsFree } from "../customer/customer.rules.js";
import { checkRestoredExternalIds, customerExternalIds } from "../external-id/external-id.rules.js";
import { deleteRows, restoreRows } from "./customer-delete.rows.js";
import type { CustomerDeleteArgs } from "./customer-mutation.args.js";

const allCustomers = { includeDeleted: true, includeErased: true };

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
    const before = await lockCustomer(tx, id, ["id"], userErrors, { caller, ...allCustomers });
    if (before?.deletedAt === null) checkVersion(before, ifVersion, userErrors);
    userErrors.throwIfAny();
    if (before === null || before.deletedAt !== null) return { deletedId: id, customer: before };

    await deleteRows(tx, [id]);
    return { deletedId: id, customer: await tx.customer.findUniqueOrThrow({ where: { id } }) };
  });
  if (result.customer?.hasAccount) await waitForCallerCaches();
  return result;
}

/**
 * Restores a deleted customer and the addresses that were deleted with it. Other customers do not change.
 * @throws UserErrorsException with NOT_FOUND, EMAIL_TAKEN or EXTERNAL_ID_TAKEN.
 */
export async function restoreCustomer(db: RequestDatabase, caller: Caller | null, id: string) {
  return db.transaction(caller, async (tx) => {
    const userErrors = new UserErrorCollector();
    const before = await lockCustomer(tx, id, ["id"], userErrors, { caller, ...allCustomers });
    if (before?.deletedAt) {
      await checkEmailIsFree(tx, caller, before, ["id"], userErrors);
      await checkRestoredExternalIds(tx, caller, customerExternalIds, before, userErrors);
    }
    userErrors.throwIfAny();
    if (before === null || before.deletedAt === null) return { customer: before };

    await restoreRows(tx, [id]);
    return { customer: await tx.customer.findUniqueOrThrow({ where: { id } }) };
  });
}
