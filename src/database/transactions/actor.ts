import { Prisma } from "../generated/client.js";
import type { Placeholder } from "../sql/sql.js";

/** The author of a write, recorded in history. */
export interface Actor {
  readonly type: "USER" | "API_KEY" | "CUSTOMER" | "SYSTEM";
  readonly id: string;
}

/** Returns the actor and the request id as JSON, which the triggers of history read. It is empty for the server itself. */
export function actorJson(actor: Actor | null, requestId: string | undefined): string {
  return actor === null ? "" : JSON.stringify({ type: actor.type, id: actor.id, requestId });
}

/**
 * Returns a part of the WITH clause, which sets the actor. Each part that writes must select from it. Otherwise PostgreSQL does
 * not execute it.
 */
export function actorClause(actor: Placeholder<never>): Prisma.Sql {
  return Prisma.sql`actor AS MATERIALIZED (SELECT set_config('shop.actor', ${actor}, true))`;
}
