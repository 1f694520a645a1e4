import { setTimeout } from "node:timers/promises";
import type { Deadline } from "../cancellation/deadline.js";
import { isRetryable, isTransactionTooLate, isUniqueViolation } from "../errors/errors.js";
import type { Prisma, PrismaClient } from "../generated/client.js";
import { type RequestConnections, wholeConnection } from "../limits/connection-limits.js";
import { type Actor, actorJson } from "./actor.js";

const maxAttempts = 5;
const firstPauseMs = 10;

const maxWaitMs = 5_000;
const timeoutMs = 15_000;

/** A transaction with Prisma's models. Services read and write with it. */
export type Tx = Prisma.TransactionClient;

/** A statement that must change a row. If it changes none, the transaction fails with `createError()`. */
export interface Precondition {
  readonly statement: Prisma.Sql;
  createError(): Error;
}

const commitCallbacks = new WeakMap<Tx, (() => void)[]>();

/** Calls a function when the transaction was committed. Only for a transaction of {@link inTransaction}. */
export function afterCommit(tx: Tx, callback: () => void): void {
  const callbacks = commitCallbacks.get(tx);
  if (callbacks === undefined) commitCallbacks.set(tx, [callback]);
  else callbacks.push(callback);
}

/** The request that a transaction belongs to. */
export interface TransactionOptions {
  /** Recorded in history. */
  readonly requestId?: string | undefined;
  /** The transaction must end before the deadline. Otherwise it is cancelled and rolled back. */
  readonly deadline?: Deadline | undefined;
  /** The connections that the request holds. */
  readonly connections?: RequestConnections | undefined;
  /** A check at the beginning of the transaction. */
  readonly precondition?: Precondition | undefined;
}

/**
 * Runs `work` in one READ COMMITTED transaction and returns its result. If `work` throws, the transaction is rolled back.
 * History names `actor` as the author of the changes, or the server if `actor` is null.
 *
 * After a deadlock, a serialization failure or a unique violation, `work` runs again in a new transaction, at most five times
 * in all. Its checks then see the row that a concurrent transaction has written. So `work` must only read and write with
 * `tx`.
 *
 * @throws the error of `work`, or of the last attempt.
 */
export async function inTransaction<T>(
  prisma: PrismaClient,
  actor: Actor | null,
  work: (tx: Tx) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const runAttempt = () => runTransaction(prisma, actor, work, options);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await (options.connections?.use(wholeConnection, runAttempt) ?? runAttempt());
    } catch (error) {
      if (attempt === maxAttempts || !(isRetryable(error) || isUniqueViolation(error))) throw error;
      // The pause is random, so that the concurrent transactions do not conflict again.
      await setTimeout(Math.random() * firstPauseMs * 2 ** attempt);
    }
  }
}

/** Runs one attempt. */
async function runTransaction<T>(
  prisma: PrismaClient,
  actor: Actor | null,
  work: (tx: Tx) => Promise<T>,
  { requestId, deadline, precondition }: TransactionOptions,
): Promise<T> {
  let transaction: Tx | undefined;
  const setActorAndWork = async (tx: Tx) => {
    transaction = tx;
    // The attempt may have waited for a connection.
    deadline?.check();
    const [session] = await tx.$queryRaw<{ processId: number }[]>`
      SELECT set_config('shop.actor', ${actorJson(actor, requestId)}, true), pg_backend_pid() AS "processId"`;
    const unwatch = session && deadline?.watchProcess(session.processId);
    try {
      if (precondition && (await tx.$executeRaw(precondition.statement)) === 0) throw precondition.createError();
      return await work(tx);
    } finally {
      // A cancel request must not hit the next request that uses the connection.
      await unwatch?.();
      deadline?.check();
    }
  };
  deadline?.check();
  const maxWait = Math.min(maxWaitMs, deadline?.remainingMs ?? maxWaitMs);
  try {
    const result = await prisma.$transaction(setActorAndWork, {
      maxWait,
      // The deadline ends the transaction before this timeout.
      timeout: timeoutMs + (deadline?.remainingMs ?? 0),
      isolationLevel: "ReadCommitted",
    });
    for (const callback of (transaction && commitCallbacks.get(transaction)) ?? []) callback();
    return result;
  } catch (error) {
    // Prisma's timer can fire a millisecond before the timer of the deadline.
    if (deadline && maxWait < maxWaitMs && isTransactionTooLate(error)) deadline.exceed();
    throw error;
  }
}
