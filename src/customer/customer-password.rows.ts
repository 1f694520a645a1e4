import type { Tx } from "../database/transaction.js";

/** Sets a customer's password, which ends the sessions made with the former one. */
export async function setPassword(tx: Tx, customerId: string, hash: string): Promise<void> {
  await tx.customerPassword.upsert({
    where: { customerId },
    create: { customerId, hash },
    update: { hash, version: { increment: 1 } },
  });
}

/** Ends a customer's sessions; the password stays. */
export async function endSessions(tx: Tx, customerId: string): Promise<void> {
  await tx.customerPassword.updateMany({ where: { customerId }, data: { version: { increment: 1 } } });
}
