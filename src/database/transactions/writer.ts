import { isRetryable, isUniqueViolation } from "../errors/errors.js";
import type { Reader } from "../fast-reads/reader.js";
import { Prisma } from "../generated/client.js";
import type { Placeholder, Statement } from "../sql/statement.js";
import { type Actor, actorJson } from "./transaction.js";

/** Writes with one statement that is a transaction of its own. Throws `StatementError`. */
export interface Writer {
  /**
   * The rows that a statement returns. What it changes is recorded in history as done by `actor`, or by the server itself
   * where there is none: `statement` gets the text for its {@link actorClause}.
   *
   * No rows, too, when it lost against a competitor, or when the actor's transactions begin with a claim: nothing was
   * written then, and a transaction has to do it.
   */
  write<Row>(actor: Actor | null, statement: (actor: string) => Statement): Promise<Row[]>;
}

/** Writes as the reader reads; the text of each statement is always the same, and planned once. */
export function createWriter(reader: Reader): Writer {
  return {
    write: async <Row>(actor: Actor | null, statement: (actor: string) => Statement) => {
      // What has to be claimed first takes a transaction.
      if (actor?.precondition) return [];
      try {
        return await reader.read<Row>(statement(actor === null ? "" : actorJson(actor)), {
          keepPrepared: true,
          dedicatedConnection: true,
        });
      } catch (error) {
        if (isRetryable(error) || isUniqueViolation(error)) return [];
        throw error;
      }
    },
  };
}

/** For the WITH clause of a statement that writes: whatever writes must read it, or PostgreSQL leaves it out. */
export function actorClause(actor: Placeholder<never>): Prisma.Sql {
  return Prisma.sql`actor AS MATERIALIZED (SELECT set_config('shop.actor', ${actor}, true))`;
}
