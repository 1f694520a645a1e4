import type { Tx } from "../../database/transactions/transaction.js";

/** Stores a customer's password; the write of the customer itself raises the version that ends the sessions of the former. */
export async function storePassword(tx: Tx, customerId: string, hash: string): Promise<void> {
  await tx.customerPassword.upsert({ where: { customerId }, create: { customerId, hash }, update: { hash } });
}

/** What to write of a customer besides to end all sessions. */
export const sessionsEnd = { passwordVersion: { increment: 1 } } as const;
