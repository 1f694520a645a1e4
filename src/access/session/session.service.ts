import type { Tx } from "../../database/transactions/transaction.js";
import { loginsAreOff } from "../../graphql/errors/request-errors.js";
import { newId } from "../../graphql/node/ids.js";
import type { Caller } from "../auth/caller.js";
import type { Context } from "../context.js";
import type { Viewer } from "../viewer/viewer.type.js";
import { viewerOf } from "../viewer/viewer-of.js";
import { readUserAgent } from "./user-agent.js";

const hourSeconds = 3_600;
/** Tokens of staff are valid for a working day. */
const staffLifetimeSeconds = 12 * hourSeconds;
/** Tokens of customers are valid for a week, because shops keep customers logged in. */
const customerLifetimeSeconds = 7 * 24 * hourSeconds;

/** The account of a user or customer who logs in. */
export interface SessionAccount {
  readonly caller: Caller;
  /** The version of the password that was checked or set. */
  readonly passwordVersion: number;
}

/** A new session. It has the fields of `LoginPayload`. */
export interface StartedSession {
  readonly token: string;
  readonly expiresAt: Date;
  readonly viewer: Viewer;
}

/** The account was deleted, or its password changed, after it was read. */
export class AccountChangedError extends Error {
  override name = "AccountChangedError";
}

/**
 * Starts a session of a user or customer, and issues its token. Call it after everything else in the transaction of a login, a
 * registration, or a new password. The token is valid when the transaction is committed.
 *
 * The statement locks the account and compares the version of its password, so that no session outlives a concurrent change of
 * the password.
 * @param tx the transaction, or a client of Prisma if there is no other write.
 * @throws AccountChangedError if the account does not have this version. It cannot happen in a transaction that has locked or
 * written the account; FORBIDDEN if logins are disabled.
 */
export async function startSession(
  tx: Pick<Tx, "$executeRaw">,
  { caller, passwordVersion }: SessionAccount,
  { authentication: { tokens }, userAgent }: Pick<Context, "authentication" | "userAgent">,
): Promise<StartedSession> {
  if (tokens === undefined) throw loginsAreOff();
  const sessionId = newId("Session");
  const lifetimeSeconds = caller.type === "CUSTOMER" ? customerLifetimeSeconds : staffLifetimeSeconds;
  const issued = await tokens.issue({ id: caller.id, passwordVersion, sessionId }, lifetimeSeconds);
  const values = [sessionId, readUserAgent(userAgent), issued.expiresAt, caller.id, passwordVersion] as const;
  const inserted = await (caller.type === "CUSTOMER" ? insertOfCustomer(tx, values) : insertOfUser(tx, values));
  if (inserted === 0) throw new AccountChangedError("The account must not change during a login.");
  return { ...issued, viewer: viewerOf({ ...caller, sessionId }) };
}

type SessionValues = readonly [id: string, userAgent: string | null, expiresAt: Date, owner: string, version: number];

function insertOfCustomer(tx: Pick<Tx, "$executeRaw">, [id, userAgent, expiresAt, owner, version]: SessionValues) {
  return tx.$executeRaw`
    INSERT INTO session (id, customer_id, user_agent, expires_at)
    SELECT ${id}, id, ${userAgent}, ${expiresAt} FROM customer
    WHERE id = ${owner} AND password_version = ${version} AND deleted_at IS NULL FOR SHARE`;
}

function insertOfUser(tx: Pick<Tx, "$executeRaw">, [id, userAgent, expiresAt, owner, version]: SessionValues) {
  return tx.$executeRaw`
    INSERT INTO session (id, user_id, user_agent, expires_at)
    SELECT ${id}, id, ${userAgent}, ${expiresAt} FROM staff_user
    WHERE id = ${owner} AND password_version = ${version} AND deleted_at IS NULL FOR SHARE`;
}
