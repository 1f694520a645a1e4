import type { Tx } from "../../database/transactions/transaction.js";

/** Stores a customer's password. The caller must also raise the password version, which ends the old sessions. */
export async function storePassword(tx: Tx, customerId: string, hash: string): Promise<void> {
  await tx.customerPassword.upsert({ where: { customerId }, create: { customerId, hash }, update: { hash } });
}

/** The columns of a customer to write in order to end all sessions. */
export const sessionsEnd = { passwordVersion: { increment: 1 } } as const;
