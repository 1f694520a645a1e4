import type { PrismaClient } from "../../database/generated/client.js";
import type { Tx } from "../../database/transactions/transaction.js";

/** An erasure whose files are not all checked. */
export interface PendingErasure {
  readonly id: bigint;
  /** The encrypted texts to look for. Null if they are unknown. */
  readonly terms: Uint8Array | null;
}

/** Erasures are serialized, so their ids are in the order of their commits. */
export async function insertErasure(tx: Tx, terms: Uint8Array<ArrayBuffer> | undefined): Promise<void> {
  await tx.fileErasure.create({ data: { terms: terms ?? null }, select: { id: true } });
}

/** Returns the erasures with a higher number, the oldest first. */
export async function findErasuresAfter(db: PrismaClient, number: bigint, maxRows: number): Promise<PendingErasure[]> {
  return db.fileErasure.findMany({
    where: { id: { gt: number } },
    select: { id: true, terms: true },
    orderBy: { id: "asc" },
    take: maxRows,
  });
}

/**
 * Deletes the erasures that concern no file any more. The file of a transaction that has not ended yet may have an older number. It
 * gets its content later, so it holds no data that is erased.
 */
export async function deleteDoneErasures(db: PrismaClient): Promise<void> {
  await db.$executeRaw`
    DELETE FROM file_erasure e
    WHERE NOT EXISTS (SELECT FROM stored_file f WHERE f.erasures_checked < e.id AND f.erased_at IS NULL)`;
}

export async function countErasures(db: PrismaClient): Promise<number> {
  return db.fileErasure.count();
}
