import type { Pool } from "pg";
import type { VerifiedToken } from "../auth/tokens.js";
import { validSessions } from "./session.queries.js";

/** The part of a token that ends the access of a subscriber. */
export type SubscriberToken = Pick<VerifiedToken, "sessionId" | "expiresAt">;

interface TokenHolder {
  /** A token that this server has issued. Undefined for other credentials. */
  readonly token: SubscriberToken | undefined;
}

/** The subscribers whose token has expired or whose session has ended. One statement for all of them. */
export async function findInvalidTokens<Subscriber extends TokenHolder>(
  pool: Pool,
  subscribers: readonly Subscriber[],
): Promise<Subscriber[]> {
  const sessionIds = subscribers.flatMap(({ token }) => token?.sessionId ?? []);
  const valid = await validSessions(pool, sessionIds);
  const isValid = ({ sessionId, expiresAt }: SubscriberToken) =>
    expiresAt.getTime() > Date.now() && (sessionId === undefined || valid.has(sessionId));
  return subscribers.filter(({ token }) => token !== undefined && !isValid(token));
}
