import type { Pool, PoolClient } from "pg";
import type { Deadline } from "../cancellation/deadline.js";
import { maxTogether } from "../limits/connection-limits.js";
import { type StatementQuery, send } from "./statement-query.js";

const queryCanceled = "57014";
const unknownStatement = "26000";

/** A statement that waits for a connection. */
interface QueuedStatement {
  readonly statement: StatementQuery;
  readonly deadline: Deadline | undefined;
  readonly resolve: (rows: never[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The event that the pool emits for a statement added to a pipeline. Listeners run in the context of the statement's request.
 */
export const statementQueued = "statementQueued";

/**
 * Sends short statements in pipelines. Statements requested in the same turn of the event loop share connections and are sent
 * with one system call per connection. The connections must be in pg's pipeline mode.
 */
export class Pipeline {
  readonly #pool: Pool;
  #queue: QueuedStatement[] = [];

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** Returns the rows of a statement, which is cancelled at its deadline. */
  read<Row>(statement: StatementQuery, deadline: Deadline | undefined): Promise<Row[]> {
    this.#pool.emit(statementQueued, statement);
    return new Promise((resolve, reject) => {
      if (this.#queue.length === 0) setImmediate(() => this.#sendAll());
      this.#queue.push({ statement, deadline, resolve, reject });
    });
  }

  #sendAll(): void {
    const queue = this.#queue;
    this.#queue = [];
    for (let sent = 0; sent < queue.length; sent += maxTogether) {
      this.#send(queue.slice(sent, sent + maxTogether));
    }
  }

  #send(all: readonly QueuedStatement[]): void {
    this.#pool.connect((error, pooled, release) => {
      if (pooled === undefined) return all.forEach(({ reject }) => void reject(error));
      const batch = withTimeLeft(all);
      if (batch.length === 0) return release();
      const client = pooled as PoolClient & PipelineClient;
      const watch = (index: number) => batch[index]?.deadline?.watch(client);
      const cancellations: Promise<void>[] = [];
      let unwatch = watch(0);
      let failure: Error | undefined;
      const { stream } = client.connection;
      stream.cork();
      for (const [index, queued] of batch.entries()) {
        send(client, queued.statement, (fault, rows = []) => {
          const wasCancelRequested = cancellations.length > 0;
          // The server processes the statements one after another.
          const cancellation = unwatch?.();
          if (cancellation !== undefined) cancellations.push(cancellation);
          unwatch = watch(index + 1);
          failure ??= fault ?? undefined;
          if (index === batch.length - 1) releaseConnection(cancellations, () => release(failure));
          if (fault) this.#fail(queued, fault, wasCancelRequested);
          else queued.resolve(rows as never[]);
        });
      }
      stream.uncork();
    });
  }

  /** @param wasCancelRequested true if an earlier statement of this pipeline was cancelled at its deadline. */
  #fail(
    { statement, deadline, resolve, reject }: QueuedStatement,
    fault: Error & { code?: string },
    wasCancelRequested: boolean,
  ): void {
    // The cancel request may have hit this statement instead of the earlier one. Or the earlier statement, which would have
    // prepared this one, failed. Retry this statement alone.
    const canRetry =
      (fault.code === queryCanceled && wasCancelRequested && !deadline?.isOver) || fault.code === unknownStatement;
    if (!canRetry) reject(fault);
    else queryWithDeadline<never>(deadline, this.#pool, statement.reset()).then(resolve, reject);
  }
}

/** Rejects statements whose deadline passed while they waited for a connection. */
function withTimeLeft(all: readonly QueuedStatement[]): QueuedStatement[] {
  return all.filter(({ deadline, reject }) => {
    try {
      deadline?.check();
      return true;
    } catch (error) {
      reject(error);
      return false;
    }
  });
}

/** Releases a connection after all cancel requests on it are done. */
function releaseConnection(cancellations: readonly Promise<void>[], release: () => void): void {
  if (cancellations.length === 0) release();
  else void Promise.all(cancellations).then(release);
}

/** A part of pg's client that its types omit. */
interface PipelineClient {
  readonly connection: { readonly stream: { cork(): void; uncork(): void } };
}

/** Returns the rows of a statement, which is cancelled at its deadline. Without a deadline, there is no time limit. */
export async function queryWithDeadline<Row>(
  deadline: Deadline | undefined,
  pool: Pool,
  statement: StatementQuery,
): Promise<Row[]> {
  deadline?.check();
  const client = await pool.connect();
  if (deadline?.isOver) {
    client.release();
    deadline.exceed();
  }
  const unwatch = deadline?.watch(client);
  let failure: Error | undefined;
  try {
    return await new Promise((resolve, reject) => {
      send(client, statement, (fault, rows = []) => (fault ? reject(fault) : resolve(rows as Row[])));
    });
  } catch (error) {
    failure = error as Error;
    throw error;
  } finally {
    await unwatch?.();
    client.release(failure);
  }
}
