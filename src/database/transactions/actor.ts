import { Prisma } from "../generated/client.js";
import type { Placeholder } from "../sql/statement.js";

/** The author of a write, recorded in history. */
export interface Actor {
  readonly type: "USER" | "API_KEY" | "CUSTOMER" | "SYSTEM";
  readonly id: string;
}

/** The actor and the request id, in the form that the triggers of history read. Empty for the server itself. */
export function actorJson(actor: Actor | null, requestId: string | undefined): string {
  return actor === null ? "" : JSON.stringify({ type: actor.type, id: actor.id, requestId });
}

/** Part of the WITH clause of a writing statement. Each part that writes must read it, or PostgreSQL leaves it out. */
export function actorClause(actor: Placeholder<never>): Prisma.Sql {
  return Prisma.sql`actor AS MATERIALIZED (SELECT set_config('shop.actor', ${actor}, true))`;
}
