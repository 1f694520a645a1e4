import type { Pool } from "pg";
import type { Deadline } from "../cancellation/deadline.js";
import { type RequestConnections, sharedConnection, wholeConnection } from "../limits/connection-limits.js";
import type { ReadSize } from "../limits/read-size.js";
import type { Statement } from "../sql/sql.js";
import { Pipeline, queryWithDeadline } from "./pipeline.js";
import { StatementCache } from "./prepared-statements.js";
import { StatementQuery } from "./statement-query.js";

/** Reads rows with SQL. Throws `StatementError`, or the error of `ReadSize`. */
export interface Reader {
  /** Returns the rows of one SELECT, with properties named after its columns. */
  read<Row>(statement: Statement, options?: ReadOptions): Promise<Row[]>;
}

/** Options of a read. */
export interface ReadOptions {
  /**
   * True if connections keep the statement prepared with its plan. Use it for frequent statements whose best plan does not
   * depend on their values.
   */
  readonly keepPrepared?: boolean;
  /**
   * True if the statement gets its own connection. Use it for statements that wait for locks or for the disk, because they
   * would delay other statements of a pipeline.
   */
  readonly dedicatedConnection?: boolean;
}

/** A statement failed. `cause` is the error of pg or of the socket. */
export class StatementError extends Error {
  override name = "StatementError";

  constructor(cause: unknown) {
    super("A statement failed.", { cause });
  }
}

/**
 * Reads from a pool without Prisma. Prisma's engine takes several times as long per row as pg, which is most of the time of a
 * long list (docs/performance.md). Values have Prisma's types, except that timestamps are texts (`Timestamp`).
 */
export class PoolReader implements Reader {
  readonly #source: Source;
  readonly #request: RequestLimits;

  constructor(source: Source, request: RequestLimits = {}) {
    this.#source = source;
    this.#request = request;
  }

  /** Returns a reader with the limits of one request. */
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
      const sharedPipeline = isShort ? pipeline : undefined;
      const send = () => sharedPipeline?.read<Row>(sent, deadline) ?? queryWithDeadline<Row>(deadline, pool, sent);
      if (connections === undefined) return await send();
      return await connections.use(sharedPipeline ? sharedConnection : wholeConnection, send);
    } catch (error) {
      if (readSize !== undefined && error === readSize.error) throw error;
      throw new StatementError(error);
    }
  }
}

/** The database limits of one request. */
export interface RequestLimits {
  /** At the deadline, running statements are cancelled, and no new statement is sent. */
  readonly deadline?: Deadline | undefined;
  readonly connections?: RequestConnections | undefined;
  readonly readSize?: ReadSize | undefined;
}

/** The parts that all readers of a pool share. */
interface Source {
  readonly pool: Pool;
  readonly statements: StatementCache;
  readonly pipeline: Pipeline | undefined;
}

export function createReader(pool: Pool): PoolReader {
  const pipeline = pool.options.pipeline ? new Pipeline(pool) : undefined;
  return new PoolReader({ pool, statements: new StatementCache(), pipeline });
}
