import type { AddressInput } from "../address/address.input.js";
import { checkNewAddress, newAddressRow } from "../address/new-address.js";
import type { Caller } from "../auth/caller.js";
import { hashPassword } from "../auth/password.js";
import { findGroups } from "../customer-group/customer-group.lookup.js";
import { addMemberships } from "../customer-group/membership.rows.js";
import type { PrismaClient } from "../database/generated/client.js";
import { jsonColumn } from "../database/row-values.js";
import { inTransaction } from "../database/transaction.js";
import type { Problems } from "../errors/problems.js";
import { checkInput } from "../input/check-input.js";
import { normalEmail } from "../input/normal-text.js";
import { newId } from "../node/ids.js";
import type { CustomerCreateArgs } from "./customer.args.js";
import { checkEmailIsFree, checkIdentity, checkLogInEmail } from "./customer.rules.js";
import { storePassword } from "./customer-password.rows.js";

/**
 * Creates a customer, its addresses and its memberships, all or nothing. A password makes it a registered customer.
 * @throws UserErrorsException with EMAIL_TAKEN, NOT_FOUND for groups, and what the input breaks.
 */
export async function createCustomer(db: PrismaClient, caller: Caller | null, { input }: CustomerCreateArgs) {
  const inputProblems = checkInput(input);
  const { metadata, addresses, groupIds, password, ...values } = input;
  const email = values.email ? normalEmail(values.email) : null;
  const hasAccount = typeof password === "string";
  checkIdentity(values, inputProblems);
  checkLogInEmail({ email, hasAccount }, inputProblems);
  checkAddresses(addresses ?? [], inputProblems);
  const hash = hasAccount && inputProblems.isEmpty ? await hashPassword(password) : undefined;

  return inTransaction(db, caller, async (tx) => {
    const problems = inputProblems.copy();
    await checkEmailIsFree(tx, caller, { email, hasAccount }, ["input", "email"], problems);
    const groups = await findGroups(tx, groupIds ?? [], ["input", "groupIds"], problems);
    problems.throwIfAny();

    const now = new Date();
    const row = {
      ...values,
      id: newId("Customer"),
      email,
      hasAccount,
      passwordVersion: hasAccount ? 1 : 0,
      metadata: jsonColumn(metadata ?? null),
      createdAt: now,
      updatedAt: now,
    };
    const customer = await tx.customer.create({ data: { ...row, createdBy: caller?.id ?? null } });
    if (hash !== undefined) await storePassword(tx, customer.id, hash);
    if (addresses?.length) {
      await tx.address.createMany({ data: addresses.map((address) => newAddressRow(customer.id, address, now)) });
    }
    await addMemberships(tx, groups, [customer.id]);
    return { customer };
  });
}

function checkAddresses(addresses: readonly AddressInput[], problems: Problems): void {
  for (const [index, address] of addresses.entries()) {
    checkNewAddress(address, ["input", "addresses", String(index)], problems);
  }
  for (const role of ["isDefaultShipping", "isDefaultBilling"] as const) {
    const defaults = [...addresses.keys()].filter((index) => addresses[index]?.[role]);
    for (const later of defaults.slice(1)) {
      const path = ["input", "addresses", String(later), role];
      problems.add("CONFLICTING_INPUT", path, `Only one address of a customer can have ${role}.`);
    }
  }
}
