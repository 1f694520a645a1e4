import type { Customer as CustomerRow } from "../../database/generated/client.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { lockedInIdOrder } from "../customer/customer.lookup.js";

/*
 * One statement writes any number of customers, and one their addresses.
 */

/** The values of a customer that deleting and restoring need. */
export type DeletableCustomer = Pick<CustomerRow, "id" | "email" | "hasAccount" | "externalIds" | "deletedAt">;

/** Reads customers, including deleted ones, and locks the rows until the transaction ends. */
export async function lockDeletable(tx: Tx, ids: readonly string[]): Promise<DeletableCustomer[]> {
  if (ids.length === 0) return [];
  return tx.$queryRaw<DeletableCustomer[]>`
    SELECT id, email, has_account AS "hasAccount", external_ids AS "externalIds", deleted_at AS "deletedAt"
    FROM customer WHERE id = ANY (${[...ids]}::text[]) ${lockedInIdOrder}`;
}

/** Deletes locked customers and their addresses, and ends their sessions. */
export async function deleteRows(tx: Tx, ids: readonly string[], now = new Date()): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRaw`
    UPDATE customer_address
    SET deleted_at = ${now}, updated_at = ${now}, version = version + 1, deleted_with_customer = true
    WHERE customer_id = ANY (${[...ids]}::text[]) AND deleted_at IS NULL`;
  await tx.$executeRaw`
    UPDATE customer
    SET deleted_at = ${now}, updated_at = ${now}, version = version + 1, password_version = password_version + 1
    WHERE id = ANY (${[...ids]}::text[])`;
}

/** Restores locked customers, and the addresses that were deleted with them. */
export async function restoreRows(tx: Tx, ids: readonly string[], now = new Date()): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRaw`
    UPDATE customer_address
    SET deleted_at = NULL, updated_at = ${now}, version = version + 1, deleted_with_customer = false
    WHERE customer_id = ANY (${[...ids]}::text[]) AND deleted_with_customer`;
  await tx.$executeRaw`
    UPDATE customer SET deleted_at = NULL, updated_at = ${now}, version = version + 1 WHERE id = ANY (${[...ids]}::text[])`;
}
