import type { Tx } from "../../database/transactions/transaction.js";
import { insertAddresses } from "../address/address.rows.js";
import { deleteMemberships, insertMemberships } from "../customer-group/membership.rows.js";
import { writeAddressBooks } from "./address-book.rows.js";
import type { RowPlan } from "./upsert-plan.js";
import { insertCustomers, updateCustomers } from "./upsert-write.rows.js";

/**
 * Writes the plans of all rows, with one statement for each kind of write. Updates come first, because new customers may take
 * the emails and external ids that they give up.
 */
export async function writePlans(tx: Tx, plans: readonly RowPlan[], now: Date): Promise<void> {
  const updates = plans.flatMap(({ updated, step }) => (updated === null ? [] : [{ ...updated, step }]));
  const lastStep = Math.max(0, ...updates.map(({ step }) => step));
  for (let step = 0; step <= lastStep; step += 1) {
    const ofStep = updates.filter((update) => update.step === step);
    await updateCustomers(tx, ofStep, now);
  }
  await insertCustomers(
    tx,
    plans.flatMap(({ created }) => created ?? []),
    now,
  );
  const books = plans.flatMap(({ addresses }) => addresses ?? []);
  await writeAddressBooks(tx, books, now);
  await insertAddresses(
    tx,
    books.flatMap(({ created }) => created),
  );
  await deleteMemberships(
    tx,
    plans.flatMap(({ id, leaves }) => leaves.map((groupId) => ({ groupId, customerId: id }))),
  );
  await insertMemberships(
    tx,
    plans.flatMap(({ id, joins }) => joins.map((groupId) => ({ groupId, customerId: id }))),
  );
}
