import { timingSafeEqual } from "node:crypto";
import type { Reader } from "../../database/fast-reads/reader.js";
import { Prisma, type PrismaClient } from "../../database/generated/client.js";
import { kindOfId } from "../../graphql/node/ids.js";
import { hashSecret } from "./api-key-secret.js";
import type { Caller } from "./caller.js";
import type { AuthenticatedCaller, CallerCache, MaybeCaller } from "./caller-cache.js";
import { findExternalUser } from "./external-user.js";
import type { IdentityProvider } from "./identity-provider.js";
import { scopesOf } from "./scope.type.js";
import type { Tokens, VerifiedToken } from "./tokens.js";
import type { UsageRecorder } from "./usage-recorder.js";

/** Everything that is needed to authenticate a caller. */
export interface Authentication {
  /**
   * Reads the primary database, so that revoked credentials fail at once. It uses reserved connections and has no deadline,
   * because several requests share one lookup.
   */
  readonly reader: Reader;
  /** Prisma on the same connections, for logins and to write users of an identity provider. */
  readonly db: PrismaClient;
  /** Undefined if JWT_SECRET is not set. Logins are disabled then. */
  readonly tokens: Tokens | undefined;
  /** Undefined if no identity provider is configured. */
  readonly identityProvider: IdentityProvider | undefined;
  /** True if customers may sign up (SELF_REGISTRATION). */
  readonly selfRegistration: boolean;
  readonly apiKeyUsage: UsageRecorder;
  readonly sessionUsage: UsageRecorder;
  readonly callers: CallerCache;
}

/**
 * Finds the caller of an `Authorization` header (RFC 6750): `Bearer <secret of an API key, or token>`. The result is cached
 * for 50 ms. A revocation, deletion or change takes effect before its response is sent.
 * @returns null without such a header, and for an invalid, expired or revoked credential.
 */
export function findCaller(authentication: Authentication, authorization: string | undefined): MaybeCaller {
  const credential = credentialIn(authorization);
  if (credential === undefined) return null;
  return authentication.callers.find(credential, () => lookUp(authentication, credential));
}

/** The caller of an `Authorization` header if it is cached, otherwise null. Sends no query. */
export function findCachedCaller({ callers }: Authentication, authorization: string | undefined): MaybeCaller {
  const credential = credentialIn(authorization);
  return credential === undefined ? null : callers.findCached(credential);
}

/**
 * As {@link findCaller}, but without the cache. Subscriptions need it: they deliver changes that may be committed before a
 * revocation has sent its response.
 */
export async function findCallerUncached(
  authentication: Authentication,
  authorization: string | undefined,
): Promise<Caller | null> {
  const credential = credentialIn(authorization);
  const found = credential === undefined ? null : await lookUp(authentication, credential);
  return found?.caller ?? null;
}

function credentialIn(authorization: string | undefined): string | undefined {
  return /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization ?? "")?.[1];
}

async function lookUp(authentication: Authentication, credential: string): Promise<AuthenticatedCaller | null> {
  const { reader, db, tokens, identityProvider, apiKeyUsage, sessionUsage } = authentication;
  if (!isJwt(credential)) return findApiKey(reader, apiKeyUsage, credential);
  if (identityProvider?.isIssuerOf(credential)) {
    const identity = await identityProvider.verify(credential);
    const caller = identity && (await findExternalUser(db, identity));
    return caller && { caller };
  }
  const claims = (await tokens?.verify(credential)) ?? null;
  if (claims !== null) {
    const caller = await (kindOfId(claims.id) === "User" ? findUser(reader, claims) : findCustomer(reader, claims));
    if (caller?.sessionId !== undefined) sessionUsage.record(caller.sessionId);
    return caller && { caller, expiresAt: claims.expiresAt };
  }
  // A root key may look like a token by chance.
  return findApiKey(reader, apiKeyUsage, credential);
}

/** A JWT in its compact form: three parts of base64url. */
function isJwt(credential: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(credential);
}

async function findApiKey(
  reader: Reader,
  apiKeyUsage: UsageRecorder,
  secret: string,
): Promise<AuthenticatedCaller | null> {
  const hash = hashSecret(secret);
  const [key] = await reader.read<{ id: string; scopes: string[]; expiresAt: string | null; secretHash: Uint8Array }>(
    Prisma.sql`SELECT id, scopes, secret_hash AS "secretHash", expires_at AS "expiresAt" FROM api_key
      WHERE secret_hash = ${hash} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
    { keepPrepared: true },
  );
  // The index compares hashes, so its timing reveals nothing about a secret. The final comparison takes constant time.
  if (key === undefined || !timingSafeEqual(key.secretHash, hash)) return null;
  apiKeyUsage.record(key.id);
  const caller: Caller = { type: "API_KEY", id: key.id, scopes: new Set(scopesOf(key.scopes)) };
  return { caller, expiresAt: key.expiresAt === null ? null : new Date(key.expiresAt) };
}

// Each request waits for one of these statements. Tokens without a session are from before sessions existed.

async function findUser(reader: Reader, token: VerifiedToken): Promise<Caller | null> {
  const { id, passwordVersion, sessionId } = token;
  const [user] = await reader.read<{ scopes: string[] }>(
    sessionId === undefined
      ? Prisma.sql`SELECT scopes FROM staff_user
          WHERE id = ${id} AND deleted_at IS NULL AND password_version = ${passwordVersion}`
      : Prisma.sql`SELECT u.scopes FROM staff_user u JOIN session s ON s.user_id = u.id
          WHERE u.id = ${id} AND u.deleted_at IS NULL AND u.password_version = ${passwordVersion}
            AND s.id = ${sessionId} AND s.expires_at > now()`,
    { keepPrepared: true },
  );
  return user === undefined ? null : { type: "USER", id, scopes: new Set(scopesOf(user.scopes)), sessionId, token };
}

async function findCustomer(reader: Reader, token: VerifiedToken): Promise<Caller | null> {
  const { id, passwordVersion, sessionId } = token;
  const [customer] = await reader.read<{ id: string }>(
    sessionId === undefined
      ? Prisma.sql`SELECT id FROM customer
          WHERE id = ${id} AND deleted_at IS NULL AND password_version = ${passwordVersion}`
      : Prisma.sql`SELECT c.id FROM customer c JOIN session s ON s.customer_id = c.id
          WHERE c.id = ${id} AND c.deleted_at IS NULL AND c.password_version = ${passwordVersion}
            AND s.id = ${sessionId} AND s.expires_at > now()`,
    { keepPrepared: true },
  );
  return customer === undefined ? null : { type: "CUSTOMER", id, scopes: new Set(), sessionId, token };
}
