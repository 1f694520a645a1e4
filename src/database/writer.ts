import { isRetryable, isUniqueViolation } from "./errors.js";
import { Prisma } from "./generated/client.js";
import type { Reader } from "./reader.js";
import { type Actor, actorJson } from "./transaction.js";

/** Writes with one statement that is a transaction of its own. Throws `StatementError`. */
export interface Writer {
  /**
   * The rows that a statement returns. What it changes is recorded in history as done by `actor`, or by the server itself
   * where there is none. `statement` gets what sets that, for its WITH clause: an `actor` that whatever writes must read,
   * or PostgreSQL leaves it out.
   *
   * No rows, too, when it lost against a competitor, or when the actor's transactions begin with a claim: nothing was
   * written then, and a transaction has to do it.
   */
  write<Row>(actor: Actor | null, statement: (actor: Prisma.Sql) => Prisma.Sql): Promise<Row[]>;
}

/** Writes as the reader reads; the text of each statement is always the same, and planned once. */
export function createWriter(reader: Reader): Writer {
  return {
    write: async <Row>(actor: Actor | null, statement: (actor: Prisma.Sql) => Prisma.Sql) => {
      // What has to be claimed first takes a transaction.
      if (actor?.claim) return [];
      try {
        return await reader.read<Row>(statement(actorClause(actor)), { isPlannedOnce: true, isAlone: true });
      } catch (error) {
        if (isRetryable(error) || isUniqueViolation(error)) return [];
        throw error;
      }
    },
  };
}

function actorClause(actor: Actor | null): Prisma.Sql {
  return Prisma.sql`actor AS MATERIALIZED (SELECT set_config('shop.actor', ${actor === null ? "" : actorJson(actor)}, true))`;
}
