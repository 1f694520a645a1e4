import { setTimeout } from "node:timers/promises";
import type { Deadline } from "../cancellation/deadline.js";
import { isRetryable, isUniqueViolation } from "../errors/errors.js";
import type { Prisma, PrismaClient } from "../generated/client.js";
import { type RequestConnections, wholeConnection } from "../limits/connection-limits.js";
import { type Actor, actorJson } from "./actor.js";

const maxAttempts = 5;
const firstPauseMs = 10;

const maxWaitMs = 5_000;
const timeoutMs = 15_000;

/** What a service works with inside a transaction. */
export type Tx = Prisma.TransactionClient;

/** A statement that must change a row. Otherwise nothing is written, and the transaction fails with `createError()`. */
export interface Precondition {
  readonly statement: Prisma.Sql;
  createError(): Error;
}

/** The request that a transaction belongs to. */
export interface TransactionOptions {
  /** Named by history. */
  readonly requestId?: string | undefined;
  /** Until when the transaction has to be over: else it is cancelled, and nothing of it remains. */
  readonly deadline?: Deadline | undefined;
  /** The connections that the request holds. */
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
  prisma: PrismaClient,
  actor: Actor | null,
  work: (tx: Tx) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const tryOnce = () => tryTransaction(prisma, actor, work, options);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await (options.connections?.use(wholeConnection, tryOnce) ?? tryOnce());
    } catch (error) {
      if (attempt === maxAttempts || !(isRetryable(error) || isUniqueViolation(error))) throw error;
      // At random, or the competitors meet again.
      await setTimeout(Math.random() * firstPauseMs * 2 ** attempt);
    }
  }
}

async function tryTransaction<T>(
  prisma: PrismaClient,
  actor: Actor | null,
  work: (tx: Tx) => Promise<T>,
  { requestId, deadline, precondition }: TransactionOptions,
): Promise<T> {
  const actAndWork = async (tx: Tx) => {
    // It may have waited for a connection.
    deadline?.check();
    const [session] = await tx.$queryRaw<{ processId: number }[]>`
      SELECT set_config('shop.actor', ${actorJson(actor, requestId)}, true), pg_backend_pid() AS "processId"`;
    const unwatch = session && deadline?.watchProcess(session.processId);
    try {
      if (precondition && (await tx.$executeRaw(precondition.statement)) === 0) throw precondition.createError();
      return await work(tx);
    } finally {
      // Before the connection goes back to the pool.
      await unwatch?.();
      deadline?.check();
    }
  };
  deadline?.check();
  return prisma.$transaction(actAndWork, {
    maxWait: Math.min(maxWaitMs, deadline?.remainingMs ?? maxWaitMs),
    // The deadline comes before that.
    timeout: timeoutMs + (deadline?.remainingMs ?? 0),
    isolationLevel: "ReadCommitted",
  });
}
