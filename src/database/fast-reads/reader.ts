import type { Pool } from "pg";
import type { Deadline } from "../cancellation/deadline.js";
import { type RequestConnections, sharedConnection, wholeConnection } from "../limits/connection-limits.js";
import type { ReadSize } from "../limits/read-size.js";
import type { Statement } from "../sql/statement.js";
import { Pipeline } from "./pipeline.js";
import { queryWithDeadline } from "./query-with-deadline.js";
import { StatementCache } from "./statement-cache.js";
import { StatementQuery } from "./statement-query.js";

/** Reads rows with SQL. Throws `StatementError`, and what its `ReadSize` says. */
export interface Reader {
  /** The rows of one SELECT, each under the names of its select list. */
  read<Row>(statement: Statement, options?: ReadOptions): Promise<Row[]>;
}

/** How a statement is read. */
export interface ReadOptions {
  /**
   * Whether the database keeps the statement's plan for the next time: for texts that come again and again, and whose best
   * plan does not depend on their values.
   */
  readonly keepPrepared?: boolean;
  /** Whether it gets a connection for itself, and keeps nobody waiting: for what waits for locks or for the disk. */
  readonly dedicatedConnection?: boolean;
}

/** A statement that failed; `cause` is what pg, or the socket beneath it, says. */
export class StatementError extends Error {
  override name = "StatementError";

  constructor(cause: unknown) {
    super("A statement failed.", { cause });
  }
}

/**
 * Reads from a pool, past Prisma: its engine takes several times as long for a row as pg does, which is most of a long
 * list (docs/performance.md). Values come as Prisma gives them, but moments as texts (`Timestamp`).
 */
export class PoolReader implements Reader {
  readonly #source: Source;
  readonly #request: RequestLimits;

  constructor(source: Source, request: RequestLimits = {}) {
    this.#source = source;
    this.#request = request;
  }

  /** The same for one request, within its limits. */
  within(request: RequestLimits): PoolReader {
    return new PoolReader(this.#source, request);
  }

  async read<Row>(
    { text, values }: Statement,
    { keepPrepared = false, dedicatedConnection = false }: ReadOptions = {},
  ): Promise<Row[]> {
    const { pool, statements, pipeline } = this.#source;
    const { deadline, connections, readSize } = this.#request;
    const sent = new StatementQuery(statements.of(text, { keepPrepared }), { text, values }, readSize);
    try {
      readSize?.check();
      deadline?.check();
      // A statement without a name may take long.
      const isShort = sent.name !== "" && !dedicatedConnection;
      const together = isShort ? pipeline : undefined;
      const send = () => together?.read<Row>(sent, deadline) ?? queryWithDeadline<Row>(deadline, pool, sent);
      if (connections === undefined) return await send();
      return await connections.use(together ? sharedConnection : wholeConnection, send);
    } catch (error) {
      if (readSize !== undefined && error === readSize.error) throw error;
      throw new StatementError(error);
    }
  }
}

/** What a request may use of the database. */
export interface RequestLimits {
  /** What is under way then is cancelled, and nothing is sent any more. */
  readonly deadline?: Deadline | undefined;
  readonly connections?: RequestConnections | undefined;
  readonly readSize?: ReadSize | undefined;
}

/** What all readers of a pool share. */
interface Source {
  readonly pool: Pool;
  readonly statements: StatementCache;
  readonly pipeline: Pipeline | undefined;
}

export function createReader(pool: Pool): PoolReader {
  const pipeline = pool.options.pipeline ? new Pipeline(pool) : undefined;
  return new PoolReader({ pool, statements: new StatementCache(), pipeline });
}
