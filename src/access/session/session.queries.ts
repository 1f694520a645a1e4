import type { Pool } from "pg";
import type { Reader } from "../../database/fast-reads/reader.js";
import { Prisma } from "../../database/generated/client.js";
import type { Viewer } from "../viewer/viewer.type.js";
import type { Session } from "./session.type.js";

/** The maximum number of sessions in a response. */
export const maxSessions = 100;

/** The valid sessions of a viewer, newest first, at most 100. An API key has none. */
export async function sessionsOf(
  db: Reader,
  { type, id, sessionId: currentId = "" }: Viewer,
): Promise<readonly Session[]> {
  if (type !== "CUSTOMER" && type !== "USER") return [];
  const isOwned = type === "CUSTOMER" ? Prisma.sql`customer_id = ${id}` : Prisma.sql`user_id = ${id}`;
  return db.read<Session>(Prisma.sql`
    SELECT id, created_at AS "createdAt", last_used_at AS "lastUsedAt", expires_at AS "expiresAt", user_agent AS "userAgent",
      id = ${currentId} AS "isCurrent"
    FROM session WHERE ${isOwned} AND expires_at > now() ORDER BY id DESC LIMIT ${maxSessions}`);
}

/** The ids of the valid sessions among these. */
export async function validSessions(pool: Pool, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const text = "SELECT id FROM session WHERE id = ANY($1) AND expires_at > now()";
  const { rows } = await pool.query<{ id: string }>(text, [ids]);
  return new Set(rows.map(({ id }) => id));
}
