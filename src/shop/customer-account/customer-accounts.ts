import type { LockedAccount, PasswordAccounts } from "../../access/account/password-accounts.js";
import { updateData } from "../../database/sql/row-values.js";
import { sessionsEnd, storePassword } from "../customer-mutations/customer-password.rows.js";
import { claimOrders } from "../order/order-claim.rows.js";
import { type AccountRow, customerCaller, findAccount, lockAccount } from "./customer-account.lookup.js";

export type LockedCustomer = AccountRow & LockedAccount;

/** The accounts of registered customers. Those without a password get one by a link. A reset proves the email and claims its orders. */
export const customerPasswordAccounts: PasswordAccounts<LockedCustomer> = {
  callerType: "CUSTOMER",
  mailKind: "customer password reset",
  resetPurpose: "customer-password-reset",
  changedNotice: "customer-password-changed",
  findForReset: async (tx, email) => {
    const account = await findAccount(tx, email);
    return account && { customerId: account.id };
  },
  idOfLink: ({ customerId }) => customerId,
  readPassword: async (db, id) => {
    const customer = await db.customer.findUnique({ where: { id }, select: { email: true, passwordVersion: true } });
    const stored = await db.customerPassword.findUnique({ where: { customerId: id } });
    if (customer === null) return null;
    const { email, passwordVersion } = customer;
    return { kind: "customer", email: email ?? id, passwordVersion, passwordHash: stored?.hash };
  },
  lock: async (tx, id) => {
    const account = await lockAccount(tx, id);
    return account && { ...account, caller: customerCaller(id) };
  },
  setPassword: async (tx, account, hash, isEmailProven) => {
    const { id, emailVerifiedAt } = account;
    await storePassword(tx, id, hash);
    const proof = isEmailProven ? { emailVerifiedAt: emailVerifiedAt ?? new Date() } : {};
    const data = { ...updateData(proof), ...sessionsEnd };
    const { passwordVersion } = await tx.customer.update({ where: { id }, data, select: { passwordVersion: true } });
    if (isEmailProven) await claimOrders(tx, account);
    return passwordVersion;
  },
};
