import type { Caller } from "../../access/auth/caller.js";
import type { Customer as CustomerRow } from "../../database/generated/client.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { lockCustomerRow } from "../customer/customer.lookup.js";

/** A registered customer who is not deleted. */
export type AccountRow = CustomerRow & { readonly email: string };

/** The caller of a session that a customer starts. */
export function customerCaller(id: string): Caller {
  return { type: "CUSTOMER", id, scopes: new Set() };
}

/** Finds the registered customer with an email in normal form. */
export async function findAccount(tx: Tx, email: string): Promise<{ id: string } | null> {
  return tx.customer.findFirst({ where: { email, hasAccount: true, deletedAt: null }, select: { id: true } });
}

/** Locks and reads a registered customer. Null if it is deleted. */
export async function lockAccount(tx: Tx, id: string): Promise<AccountRow | null> {
  const customer = await lockCustomerRow(tx, id);
  return isAccount(customer) ? customer : null;
}

function isAccount(customer: CustomerRow | null): customer is AccountRow {
  return customer?.hasAccount === true && customer.deletedAt === null && customer.email !== null;
}
