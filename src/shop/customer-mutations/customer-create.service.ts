import type { Caller } from "../../access/auth/caller.js";
import { hashPassword } from "../../access/auth/password.js";
import type { RequestDatabase } from "../../database/request-database.js";
import { jsonColumn } from "../../database/sql/row-values.js";
import type { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { checkInput } from "../../graphql/input/check-input.js";
import { normalizeEmail } from "../../graphql/input/normalize-text.js";
import { newId } from "../../graphql/node/ids.js";
import type { AddressInput } from "../address/address.input.js";
import { insertAddresses } from "../address/address.rows.js";
import { checkDefaults, checkNewAddress, newAddressRow } from "../address/new-address.js";
import { insertGuest, type NewGuest } from "../customer/customer.rows.js";
import { checkEmailIsFree, checkIdentity, checkLogInEmail } from "../customer/customer.rules.js";
import { findGroups } from "../customer-group/customer-group.lookup.js";
import { addMemberships } from "../customer-group/membership.rows.js";
import {
  checkExternalIdsAreFree,
  checkSystems,
  customerExternalIds,
  externalIdsColumn,
} from "../external-id/external-id.rules.js";
import type { CustomerCreateInput } from "./customer.input.js";
import type { CustomerCreateArgs } from "./customer-mutation.args.js";
import { storePassword } from "./customer-password.rows.js";

/**
 * Creates a customer with addresses and memberships in one transaction. A password makes it a registered customer.
 * The most frequent case, a guest without addresses and groups, uses one statement. If the email is taken, that statement
 * writes nothing, and the transaction finds the other customer.
 * @throws UserErrorsException with EMAIL_TAKEN, EXTERNAL_ID_TAKEN, NOT_FOUND for groups, and for each broken rule of the input.
 */
export async function createCustomer(db: RequestDatabase, caller: Caller | null, { input }: CustomerCreateArgs) {
  const inputProblems = await checkInput(input);
  const { addresses, groupIds, password, externalIds } = input;
  const email = input.email ? normalizeEmail(input.email) : null;
  const hasAccount = typeof password === "string";
  checkIdentity(input, inputProblems);
  checkLogInEmail({ email, hasAccount }, inputProblems);
  checkAddresses(addresses ?? [], inputProblems);
  checkSystems(externalIds, ["input", "externalIds"], inputProblems);
  const hash = hasAccount && inputProblems.isEmpty ? await hashPassword(password) : undefined;
  const row = newRow(input, { email, createdBy: caller?.id ?? null });
  const isPlainGuest = !hasAccount && !addresses?.length && !groupIds?.length && !externalIds?.length;
  const statement = isPlainGuest && inputProblems.isEmpty ? insertGuest(row) : null;
  return db.writeOnceOrInTransaction(caller, statement, async (tx) => {
    const userErrors = inputProblems.copy();
    await checkEmailIsFree(tx, caller, { email, hasAccount }, ["input", "email"], userErrors);
    await checkExternalIdsAreFree(tx, caller, customerExternalIds, { externalIds }, userErrors);
    const groups = await findGroups(tx, groupIds ?? [], ["input", "groupIds"], userErrors);
    userErrors.throwIfAny();

    const { createdAt } = row;
    const account = { hasAccount, passwordVersion: hasAccount ? 1 : 0 };
    const json = { metadata: jsonColumn(row.metadata), externalIds: jsonColumn(externalIdsColumn(externalIds)) };
    const data = { ...row, ...account, ...json, updatedAt: createdAt };
    const customer = await tx.customer.create({ data });
    if (hash !== undefined) await storePassword(tx, customer.id, hash);
    const addressRows = (addresses ?? []).map((address) => newAddressRow(customer.id, address, createdAt));
    await insertAddresses(tx, addressRows);
    await addMemberships(tx, groups, [customer.id]);
    return { customer };
  });
}

function newRow(input: CustomerCreateInput, { email, createdBy }: Pick<NewGuest, "email" | "createdBy">): NewGuest {
  const { firstName = null, lastName = null, companyName = null, phone = null, metadata = null } = input;
  const [id, createdAt] = [newId("Customer"), new Date()];
  return { id, email, firstName, lastName, companyName, phone, metadata, createdBy, createdAt };
}

function checkAddresses(addresses: readonly AddressInput[], userErrors: UserErrorCollector): void {
  for (const [index, address] of addresses.entries()) {
    checkNewAddress(address, ["input", "addresses", String(index)], userErrors);
  }
  checkDefaults(addresses, userErrors);
}
