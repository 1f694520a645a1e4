import type { Pool } from "pg";
import pg from "pg";
import type { Prisma } from "./generated/client.js";
import { Pipeline } from "./pipeline.js";
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
export function createReader(pool: Pool): Reader {
  const names = new StatementNames();
  const pipeline = pool.options.pipeline ? new Pipeline(pool) : undefined;
  return {
    read: async (sql, { isPlannedOnce = false, isAlone = false } = {}) => {
      const { text } = sql;
      const name = isPlannedOnce ? names.of(text) : undefined;
      try {
        const statement = { text, values: sql.values, types, ...(name && { name }) };
        // A statement without a name may take long, or waits for nothing but its connection.
        if (pipeline !== undefined && name !== undefined && !isAlone) return await pipeline.read(statement);
        return (await pool.query(statement)).rows;
      } catch (error) {
        throw new StatementError(error);
      }
    },
  };
}

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.TIMESTAMPTZ ? (parseTimestamp as never) : pg.types.getTypeParser(oid, format),
};

/** Reads what PostgreSQL writes in UTC, such as `2026-01-31 12:00:00.5+00`, several times as fast as pg does. */
export function parseTimestamp(text: string): Date {
  return new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`);
}
