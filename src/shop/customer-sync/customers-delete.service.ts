import type { Caller } from "../../access/auth/caller.js";
import { waitForCallerCaches } from "../../access/auth/caller-cache.js";
import type { RequestDatabase } from "../../database/request-database.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { checkIdCount, checkKinds } from "../../graphql/errors/check-ids.js";
import { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { storableIds } from "../../graphql/node/ids.js";
import { addEmailTaken } from "../customer/customer.rules.js";
import {
  type DeletableCustomer,
  deleteRows,
  lockDeletable,
  restoreRows,
} from "../customer-mutations/customer-delete.rows.js";
import { addExternalIdTaken, customerExternalIds } from "../external-id/external-id.rules.js";
import { externalIdsOf } from "../external-id/external-id.type.js";
import type { CustomerIdsArgs } from "./customer-upsert.args.js";
import { type Owner, UniqueValues } from "./unique-values.js";
import { findValueOwners } from "./upsert-facts.rows.js";

/**
 * Deletes customers and their addresses. Customers that are deleted already do not change.
 * @throws UserErrorsException with NOT_FOUND, INVALID_ID or TOO_MANY.
 */
export async function deleteCustomers(db: RequestDatabase, caller: Caller | null, { ids }: CustomerIdsArgs) {
  const result = await db.transaction(caller, async (tx) => {
    const userErrors = new UserErrorCollector();
    const customers = await lockGiven(tx, ids, userErrors);
    userErrors.throwIfAny();
    const live = customers.filter(({ deletedAt }) => deletedAt === null);
    await deleteRows(
      tx,
      live.map(({ id }) => id),
    );
    const endsSessions = live.some(({ hasAccount }) => hasAccount);
    return { deleted: live.length, unchanged: customers.length - live.length, endsSessions };
  });
  if (result.endsSessions) await waitForCallerCaches();
  return { deleted: result.deleted, unchanged: result.unchanged };
}

/**
 * Restores deleted customers and the addresses that were deleted with them. Other customers do not change.
 * @throws UserErrorsException with NOT_FOUND, INVALID_ID, TOO_MANY, and EMAIL_TAKEN or EXTERNAL_ID_TAKEN at the index of an id.
 */
export async function restoreCustomers(db: RequestDatabase, caller: Caller | null, { ids }: CustomerIdsArgs) {
  return db.transaction(caller, async (tx) => {
    const userErrors = new UserErrorCollector();
    const customers = await lockGiven(tx, ids, userErrors);
    const deleted = customers.filter(({ deletedAt }) => deletedAt !== null);
    await checkUniqueValues(tx, caller, { ids, deleted }, userErrors);
    userErrors.throwIfAny();
    await restoreRows(
      tx,
      deleted.map(({ id }) => id),
    );
    return { restored: deleted.length, unchanged: customers.length - deleted.length };
  });
}

/** Locks the customers, in the order of their ids. Reports all unknown ids with one NOT_FOUND. */
async function lockGiven(tx: Tx, ids: readonly string[], userErrors: UserErrorCollector): Promise<DeletableCustomer[]> {
  if (!checkIdCount(ids.length, ["ids"], userErrors)) return [];
  const possible = checkKinds("Customer", ids, ["ids"], userErrors);
  const customers = await lockDeletable(tx, storableIds(possible));
  const found = new Set(customers.map(({ id }) => id));
  const unknown = possible.filter((id) => !found.has(id));
  if (unknown.length > 0) userErrors.addNotFound(["ids"], unknown, "Customer");
  return customers;
}

/** Reports restored customers whose email or external id another customer has by now, or an earlier one of the call. */
async function checkUniqueValues(
  tx: Tx,
  caller: Caller | null,
  { ids, deleted }: { ids: readonly string[]; deleted: readonly DeletableCustomer[] },
  userErrors: UserErrorCollector,
): Promise<void> {
  const emails = deleted.flatMap(({ email }) => email ?? []);
  const externalIds = deleted.flatMap((customer) => externalIdsOf(customer.externalIds));
  const values = new UniqueValues(await findValueOwners(tx, emails, externalIds));
  const places = new Map(ids.map((id, index) => [id, index] as const).reverse());
  for (const customer of [...deleted].sort((one, other) => (places.get(one.id) ?? 0) - (places.get(other.id) ?? 0))) {
    const path = ["ids", String(places.get(customer.id))];
    const { email, hasAccount } = customer;
    const emailOwner = email === null ? undefined : values.ownerOfEmail(email, hasAccount);
    if (emailOwner) addEmailTaken(caller, { hasAccount, owner: idOf(emailOwner) }, path, userErrors);
    const [taken] = externalIdsOf(customer.externalIds).flatMap((id) => values.ownerOfExternalId(id) ?? []);
    if (taken) addExternalIdTaken(caller, { kind: customerExternalIds, owner: idOf(taken) }, path, userErrors);
    if (!emailOwner && !taken) values.replace({ id: customer.id, isNew: true }, null, customer);
  }
}

/** The id of the owner, unless only this call would restore it. */
function idOf({ id, isNew }: Owner): string | null {
  return isNew ? null : id;
}
