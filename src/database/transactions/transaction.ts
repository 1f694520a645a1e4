import { setTimeout } from "node:timers/promises";
import type { Deadline } from "../cancellation/deadline.js";
import { isRetryable, isUniqueViolation } from "../errors/errors.js";
import type { Prisma, PrismaClient } from "../generated/client.js";
import { type RequestConnections, wholeConnection } from "../limits/connection-limits.js";

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 10;

const MAX_WAIT_MS = 5_000;
const TIMEOUT_MS = 15_000;

/** What begins transactions. Requests get no more of Prisma: their other statements go through readers, which keep their limits. */
export type Transactions = Pick<PrismaClient, "$transaction">;

/** What a service works with inside a transaction. */
export type Tx = Prisma.TransactionClient;

/** A statement that must change a row. Otherwise nothing is written, and the transaction fails with `createError()`. */
export interface Precondition {
  readonly statement: Prisma.Sql;
  createError(): Error;
}

/** Who acts in a transaction, as history keeps it. */
export interface Actor {
  readonly type: "USER" | "API_KEY" | "CUSTOMER" | "SYSTEM";
  readonly id: string;
  readonly requestId?: string;
  /** Until when the transaction has to be over: else it is cancelled, and nothing of it remains. */
  readonly deadline?: Deadline | undefined;
  /** The connections of the request that the transaction belongs to. */
  readonly connections?: RequestConnections | undefined;
  /** A check that the transaction begins with. */
  readonly precondition?: Precondition | undefined;
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
  prisma: Transactions,
  actor: Actor | null,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const tryOnce = () => tryTransaction(prisma, actor, work);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await (actor?.connections?.use(wholeConnection, tryOnce) ?? tryOnce());
    } catch (error) {
      if (attempt === ATTEMPTS || !(isRetryable(error) || isUniqueViolation(error))) throw error;
      // At random, or the competitors meet again.
      await setTimeout(Math.random() * FIRST_PAUSE_MS * 2 ** attempt);
    }
  }
}

async function tryTransaction<T>(prisma: Transactions, actor: Actor | null, work: (tx: Tx) => Promise<T>): Promise<T> {
  const deadline = actor?.deadline;
  const actAndWork = async (tx: Tx) => {
    // It may have waited for a connection.
    deadline?.check();
    if (actor === null) return work(tx);
    const [session] = await tx.$queryRaw<{ processId: number }[]>`
      SELECT set_config('shop.actor', ${actorJson(actor)}, true), pg_backend_pid() AS "processId"`;
    const unwatch = session && deadline?.watchProcess(session.processId);
    try {
      if (actor.precondition && (await tx.$executeRaw(actor.precondition.statement)) === 0)
        throw actor.precondition.createError();
      return await work(tx);
    } finally {
      // Before the connection goes back to the pool.
      await unwatch?.();
      deadline?.check();
    }
  };
  deadline?.check();
  return prisma.$transaction(actAndWork, {
    maxWait: Math.min(MAX_WAIT_MS, deadline?.remainingMs ?? MAX_WAIT_MS),
    // The deadline comes before that.
    timeout: TIMEOUT_MS + (deadline?.remainingMs ?? 0),
    isolationLevel: "ReadCommitted",
  });
}

/** An actor as history's triggers read it. */
export function actorJson({ type, id, requestId }: Actor): string {
  return JSON.stringify({ type, id, requestId });
}
