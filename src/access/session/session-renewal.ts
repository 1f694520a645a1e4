import { LRUCache } from "lru-cache";
import type { Reader } from "../../database/fast-reads/reader.js";
import { Prisma } from "../../database/generated/client.js";
import type { Caller } from "../auth/caller.js";
import type { Authentication } from "../auth/find-caller.js";
import type { VerifiedToken } from "../auth/tokens.js";

/** A session is prolonged at most once in this time by each instance. */
const reuseMs = 5 * 60_000;
const maxSessions = 1_000;

/** The token of a session that can be renewed. */
type SessionToken = VerifiedToken & { readonly sessionId: string };

/**
 * Renews tokens that are older than half of their lifetime. A renewed token belongs to the same session, which is prolonged to
 * the end of the new token. The former token stays valid until it expires.
 */
export class SessionRenewal {
  readonly #reader: Reader;
  readonly #tokens: Authentication["tokens"];
  readonly #onError: (error: unknown) => void;
  /** The renewed tokens by session, for clients that send the former token several times. */
  readonly #renewed = new LRUCache<string, Promise<string | undefined>>({ max: maxSessions, ttl: reuseMs });

  /** @param onError is called when a renewal fails. The request succeeds, and a later one renews the token. */
  constructor({ reader, tokens }: Pick<Authentication, "reader" | "tokens">, onError: (error: unknown) => void) {
    this.#reader = reader;
    this.#tokens = tokens;
    this.#onError = onError;
  }

  /**
   * Returns a new token if the token of the caller is due. Returns undefined if it is not due, or if its session has ended.
   * @param mayHaveEnded true after a mutation, which may have ended the session. Then the session is looked up.
   */
  async renew({ token }: Caller, mayHaveEnded: boolean): Promise<string | undefined> {
    if (token === undefined || !isDue(token)) return undefined;
    try {
      const known = this.#renewed.get(token.sessionId);
      if (known === undefined) return await this.#start(token);
      return mayHaveEnded && !(await this.#exists(token)) ? undefined : await known;
    } catch (error) {
      this.#onError(error);
      return undefined;
    }
  }

  #start(token: SessionToken): Promise<string | undefined> {
    const renewed = this.#prolong(token);
    this.#renewed.set(token.sessionId, renewed);
    const forget = () => void this.#renewed.delete(token.sessionId);
    renewed.then((text) => text ?? forget(), forget);
    return renewed;
  }

  async #prolong(token: SessionToken): Promise<string | undefined> {
    const lifetimeSeconds = (token.expiresAt.getTime() - token.issuedAt.getTime()) / 1_000;
    const issued = await this.#tokens?.issue(token, lifetimeSeconds);
    if (issued === undefined) return undefined;
    const prolonged = await this.#reader.read(
      Prisma.sql`UPDATE session SET expires_at = greatest(expires_at, ${issued.expiresAt})
        WHERE id = ${token.sessionId} AND expires_at > now() RETURNING 1 AS prolonged`,
      { dedicatedConnection: true },
    );
    return prolonged.length === 0 ? undefined : issued.token;
  }

  async #exists({ sessionId }: SessionToken): Promise<boolean> {
    const found = await this.#reader.read(
      Prisma.sql`SELECT 1 AS found FROM session WHERE id = ${sessionId} AND expires_at > now()`,
    );
    return found.length > 0;
  }
}

/** True if the token is older than half of its lifetime, and belongs to a session. */
export function isDue(token: VerifiedToken): token is SessionToken {
  const { sessionId, issuedAt, expiresAt } = token;
  if (sessionId === undefined || issuedAt.getTime() >= expiresAt.getTime()) return false;
  return Date.now() * 2 > issuedAt.getTime() + expiresAt.getTime();
}
