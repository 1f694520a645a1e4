import type { Prisma, PrismaClient } from "../../database/generated/client.js";
import type { RequestDatabase } from "../../database/request-database.js";
import { checkId } from "../../graphql/errors/check-row.js";
import { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import type { Caller } from "../auth/caller.js";
import { waitForCallerCaches } from "../auth/caller-cache.js";
import type { SessionsEndArgs } from "./session.args.js";

/** Ends the session of the caller. Returns 0 if the token has no session. */
export async function logOut(db: RequestDatabase, caller: Caller | null): Promise<{ ended: number }> {
  if (caller?.sessionId === undefined) return { ended: 0 };
  return { ended: await deleteSessions(db, caller, { id: caller.sessionId }) };
}

/**
 * Ends one session of the caller, or all except the caller's current one.
 * @throws UserErrorsException with REQUIRED, CONFLICTING_INPUT, INVALID_ID or NOT_FOUND.
 */
export async function endSessions(
  db: RequestDatabase,
  caller: Caller | null,
  { id, allOthers }: SessionsEndArgs,
): Promise<{ ended: number }> {
  const userErrors = new UserErrorCollector();
  const isIdGiven = typeof id === "string";
  if (isIdGiven && allOthers) {
    userErrors.add("CONFLICTING_INPUT", ["allOthers"], "Must be false if id is given.");
  } else if (!isIdGiven && !allOthers) {
    userErrors.add("REQUIRED", ["id"], "Must be given, unless allOthers is true.");
  }
  userErrors.throwIfAny();
  if (!isIdGiven) return { ended: await deleteSessions(db, caller, { id: { not: caller?.sessionId ?? "" } }) };
  const ended = checkId("Session", id, ["id"], userErrors) ? await deleteSessions(db, caller, { id }) : 0;
  if (ended === 0 && userErrors.isEmpty) userErrors.addNotFound(["id"], [id], "Session");
  userErrors.throwIfAny();
  return { ended };
}

/** Deletes valid sessions of the caller. Returns after no instance accepts their tokens. */
async function deleteSessions(
  db: RequestDatabase,
  caller: Caller | null,
  where: Prisma.SessionWhereInput,
): Promise<number> {
  const owner = caller?.type === "CUSTOMER" ? { customerId: caller.id } : { userId: caller?.id ?? "" };
  const ended = await db.transaction(caller, async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { ...where, ...owner, expiresAt: { gt: new Date() } } });
    return count;
  });
  if (ended > 0) await waitForCallerCaches();
  return ended;
}

/** Deletes expired sessions, at most `maxRows`. */
export async function deleteExpiredSessions(db: PrismaClient, maxRows: number): Promise<number> {
  const where = { expiresAt: { lt: new Date() } };
  const rows = await db.session.findMany({ where, select: { id: true }, orderBy: { expiresAt: "asc" }, take: maxRows });
  // A token can be renewed until it expires, so the condition is checked again.
  await db.session.deleteMany({ where: { ...where, id: { in: rows.map(({ id }) => id) } } });
  return rows.length;
}
