import pg from "pg";
import type { Deadline } from "./deadline.js";
import type { Prisma } from "./generated/client.js";
import { Pipeline } from "./pipeline.js";
import { queryUntil } from "./query-until.js";
import { StatementNames } from "./statement-names.js";

/** Reads rows with SQL. Throws `StatementError`. */
export interface Reader {
  /** The rows of one SELECT, each under the names of its select list. */
  read<Row>(sql: Prisma.Sql, options?: ReadOptions): Promise<Row[]>;
}

/** How a statement is read. */
export interface ReadOptions {
  /**
   * Whether the database keeps the statement's plan for the next time: for texts that come again and again, and whose best
   * plan does not depend on their values.
   */
  readonly isPlannedOnce?: boolean;
  /** Whether it gets a connection for itself, and keeps nobody waiting: for what waits for locks or for the disk. */
  readonly isAlone?: boolean;
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
 * list (docs/performance.md). Values come as Prisma gives them.
 */
export class PoolReader implements Reader {
  readonly #source: Source;
  readonly #deadline: Deadline | undefined;

  constructor(source: Source, deadline?: Deadline) {
    this.#source = source;
    this.#deadline = deadline;
  }

  /** The same for one request: what it reads is cancelled when its time is up. */
  until(deadline: Deadline | undefined): Reader {
    return deadline === undefined ? this : new PoolReader(this.#source, deadline);
  }

  async read<Row>(sql: Prisma.Sql, { isPlannedOnce = false, isAlone = false }: ReadOptions = {}): Promise<Row[]> {
    const { pool, names, pipeline } = this.#source;
    const { text } = sql;
    const name = isPlannedOnce ? names.of(text) : undefined;
    const statement = { text, values: sql.values, types, ...(name && { name }) };
    try {
      this.#deadline?.check();
      // A statement without a name may take long.
      if (pipeline !== undefined && name !== undefined && !isAlone) {
        return await pipeline.read(statement, this.#deadline);
      }
      return (await queryUntil(this.#deadline, pool, statement)).rows as Row[];
    } catch (error) {
      throw new StatementError(error);
    }
  }
}

/** What all readers of a pool share. */
interface Source {
  readonly pool: pg.Pool;
  readonly names: StatementNames;
  readonly pipeline: Pipeline | undefined;
}

export function createReader(pool: pg.Pool): PoolReader {
  const pipeline = pool.options.pipeline ? new Pipeline(pool) : undefined;
  return new PoolReader({ pool, names: new StatementNames(), pipeline });
}

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.TIMESTAMPTZ ? (parseTimestamp as never) : pg.types.getTypeParser(oid, format),
};

/** Reads what PostgreSQL writes in UTC, such as `2026-01-31 12:00:00.5+00`, several times as fast as pg does. */
function parseTimestamp(text: string): Date {
  return new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`);
}
