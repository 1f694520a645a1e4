import type { Pool, PoolClient } from "pg";
import { type Deadline, DeadlineExceeded } from "../cancellation/deadline.js";
import { maxTogether } from "../limits/connection-limits.js";
import { queryWithDeadline } from "./query-with-deadline.js";
import { type StatementQuery, send } from "./statement-query.js";

const queryCanceled = "57014";
const unknownStatement = "26000";

/** A statement that waits to be sent. */
interface Waiting {
  readonly statement: StatementQuery;
  readonly deadline: Deadline | undefined;
  readonly resolve: (rows: never[]) => void;
  readonly reject: (error: unknown) => void;
}

/** The pool's event for a statement that will be sent with those of others: what listens learns in whose name it is sent. */
export const statementQueued = "statementQueued";

/**
 * Sends short statements together: those that come in one turn of the event loop share connections, and are on their way
 * to the server with one system call for each connection. Their pool's connections must be in pg's pipeline mode.
 */
export class Pipeline {
  readonly #pool: Pool;
  #waiting: Waiting[] = [];

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** The rows of a statement; it is cancelled when its time is up. */
  read<Row>(statement: StatementQuery, deadline: Deadline | undefined): Promise<Row[]> {
    this.#pool.emit(statementQueued, statement);
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => this.#sendAll());
      this.#waiting.push({ statement, deadline, resolve, reject });
    });
  }

  #sendAll(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let sent = 0; sent < waiting.length; sent += maxTogether) {
      this.#send(waiting.slice(sent, sent + maxTogether));
    }
  }

  #send(all: readonly Waiting[]): void {
    this.#pool.connect((error, pooled, release) => {
      if (pooled === undefined) return all.forEach(({ reject }) => void reject(error));
      const together = withTimeLeft(all);
      if (together.length === 0) return release();
      const client = pooled as PoolClient & PipelineClient;
      const watch = (index: number) => together[index]?.deadline?.watch(client);
      const stopping: Promise<void>[] = [];
      let unwatch = watch(0);
      let failure: Error | undefined;
      const { stream } = client.connection;
      stream.cork();
      for (const [index, waiting] of together.entries()) {
        send(client, waiting.statement, (fault, rows = []) => {
          const wasOneStopped = stopping.length > 0;
          // The server works on one after the other.
          const stopped = unwatch?.();
          if (stopped !== undefined) stopping.push(stopped);
          unwatch = watch(index + 1);
          failure ??= fault ?? undefined;
          if (index === together.length - 1) releaseConnection(stopping, () => release(failure));
          if (fault) this.#fail(waiting, fault, wasOneStopped);
          else waiting.resolve(rows as never[]);
        });
      }
      stream.uncork();
    });
  }

  /** @param wasOneStopped whether one of those before it was cancelled because its time was up. */
  #fail(
    { statement, deadline, resolve, reject }: Waiting,
    fault: Error & { code?: string },
    wasOneStopped: boolean,
  ): void {
    // The cancel request may have hit this statement instead of that one. Or that one failed, which was to name this one.
    const isMistaken =
      (fault.code === queryCanceled && wasOneStopped && !deadline?.isOver) || fault.code === unknownStatement;
    if (!isMistaken) reject(fault);
    else queryWithDeadline<never>(deadline, this.#pool, statement.reset()).then(resolve, reject);
  }
}

/** Refuses those whose time has run out while they waited for a connection. */
function withTimeLeft(all: readonly Waiting[]): Waiting[] {
  for (const { deadline, reject } of all) if (deadline?.isOver) reject(new DeadlineExceeded());
  return all.filter(({ deadline }) => !deadline?.isOver);
}

/** Gives a connection back, once nobody stops anything on it any more. */
function releaseConnection(stopping: readonly Promise<void>[], release: () => void): void {
  if (stopping.length === 0) release();
  else void Promise.all(stopping).then(release);
}

/** A part of pg's client that its types leave out. */
interface PipelineClient {
  readonly connection: { readonly stream: { cork(): void; uncork(): void } };
}
