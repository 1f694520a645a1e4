import { setTimeout } from "node:timers/promises";
import { isRetryable, isUniqueViolation } from "./errors.js";
import type { Prisma, PrismaClient } from "./generated/client.js";

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 10;

const LIMITS = { maxWait: 5_000, timeout: 15_000, isolationLevel: "ReadCommitted" } as const;

/** What a service works with inside a transaction. */
export type Tx = Prisma.TransactionClient;

/** Who acts in a transaction, as history keeps it. */
export interface Actor {
  readonly type: "USER" | "API_KEY" | "CUSTOMER" | "SYSTEM";
  readonly id: string;
  readonly requestId?: string;
}

/**
 * Runs `work` in one transaction at READ COMMITTED and gives its result; when it throws, nothing of it remains. What it
 * changes is recorded in history as done by `actor`, or by the server itself where there is none.
 *
 * After a deadlock, a serialization failure or a unique violation the whole of `work` runs again, in a new transaction
 * and at most five times: a check in `work` that came before the row of a competitor then sees that row. So `work` must
 * do nothing but talk to `tx`.
 *
 * @throws what `work` throws, after the last attempt also the errors named above.
 */
export async function inTransaction<T>(
  prisma: PrismaClient,
  actor: Actor | null,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const actAndWork = async (tx: Tx) => {
    if (actor !== null) await tx.$executeRaw`SELECT set_config('shop.actor', ${actorJson(actor)}, true)`;
    return work(tx);
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await prisma.$transaction(actAndWork, LIMITS);
    } catch (error) {
      if (attempt === ATTEMPTS || !(isRetryable(error) || isUniqueViolation(error))) throw error;
      // At random, or the competitors meet again.
      await setTimeout(Math.random() * FIRST_PAUSE_MS * 2 ** attempt);
    }
  }
}

/** An actor as history's triggers read it. */
export function actorJson({ type, id, requestId }: Actor): string {
  return JSON.stringify({ type, id, requestId });
}
