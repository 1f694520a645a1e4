import { Prisma } from "../generated/client.js";
import type { Placeholder } from "../sql/statement.js";

/** Who writes, as history keeps it. */
export interface Actor {
  readonly type: "USER" | "API_KEY" | "CUSTOMER" | "SYSTEM";
  readonly id: string;
}

/** An actor, and the request they make, as the triggers of history read them; empty for the server itself. */
export function actorJson(actor: Actor | null, requestId: string | undefined): string {
  return actor === null ? "" : JSON.stringify({ type: actor.type, id: actor.id, requestId });
}

/** For the WITH clause of a statement that writes: all parts that write must read it, or PostgreSQL leaves it out. */
export function actorClause(actor: Placeholder<never>): Prisma.Sql {
  return Prisma.sql`actor AS MATERIALIZED (SELECT set_config('shop.actor', ${actor}, true))`;
}
