import { timingSafeEqual } from "node:crypto";
import type { Reader } from "../../database/fast-reads/reader.js";
import { Prisma, type PrismaClient } from "../../database/generated/client.js";
import { kindOfId } from "../../graphql/node/ids.js";
import { hashSecret } from "./api-key-secret.js";
import type { ApiKeyUsage } from "./api-key-usage.js";
import type { Caller } from "./caller.js";
import type { AuthenticatedCaller, CallerCache, MaybeCaller } from "./caller-cache.js";
import { findExternalUser } from "./external-user.js";
import type { IdentityProvider } from "./identity-provider.js";
import { scopesOf } from "./scope.type.js";
import type { TokenClaims, Tokens } from "./tokens.js";

/** What callers are recognised with. */
export interface Authentication {
  /** Of the primary database: what is revoked there counts. On connections kept back for this, without a deadline: requests share what they find. */
  readonly reader: Reader;
  /** The same, for what is written of users of an identity provider. */
  readonly db: PrismaClient;
  /** Undefined where no secret is set to sign tokens with: nobody can log in then. */
  readonly tokens: Tokens | undefined;
  /** Undefined where none is set. */
  readonly identityProvider: IdentityProvider | undefined;
  readonly apiKeyUsage: ApiKeyUsage;
  readonly callers: CallerCache;
}

/**
 * The caller that an `Authorization` header names, by RFC 6750: `Bearer <an API key's secret, or a token>`. What the
 * database says is remembered for a moment at most; what is revoked, deleted or changed counts as soon as its answer is out.
 * @returns null without such a header, and for whatever is invalid, expired or revoked.
 */
export function findCaller(authentication: Authentication, authorization: string | undefined): MaybeCaller {
  const credential = credentialIn(authorization);
  if (credential === undefined) return null;
  return authentication.callers.find(credential, () => lookUp(authentication, credential));
}

/** The caller that a header `Authorization` names, where that is remembered: the database is not asked. */
export function findCachedCaller({ callers }: Authentication, authorization: string | undefined): MaybeCaller {
  const credential = credentialIn(authorization);
  return credential === undefined ? null : callers.findCached(credential);
}

/** As {@link findCaller}, but nothing remembered counts: for what is committed before the answer of who took access away is out. */
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
  const { reader, db, tokens, identityProvider, apiKeyUsage } = authentication;
  if (!isJwt(credential)) return findApiKey(reader, apiKeyUsage, credential);
  if (identityProvider?.isIssuerOf(credential)) {
    const identity = await identityProvider.verify(credential);
    const caller = identity && (await findExternalUser(db, identity));
    return caller && { caller };
  }
  const claims = (await tokens?.verify(credential)) ?? null;
  if (claims !== null) {
    const caller = await (kindOfId(claims.id) === "User" ? findUser(reader, claims) : findCustomer(reader, claims));
    return caller && { caller };
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
  apiKeyUsage: ApiKeyUsage,
  secret: string,
): Promise<AuthenticatedCaller | null> {
  const hash = hashSecret(secret);
  const [key] = await reader.read<{ id: string; scopes: string[]; expiresAt: string | null; secretHash: Uint8Array }>(
    Prisma.sql`SELECT id, scopes, secret_hash AS "secretHash", expires_at AS "expiresAt" FROM api_key
      WHERE secret_hash = ${hash} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
    { keepPrepared: true },
  );
  // The index compares hashes, whose timing tells nothing about a secret; what decides takes the same time for all.
  if (key === undefined || !timingSafeEqual(key.secretHash, hash)) return null;
  apiKeyUsage.record(key.id);
  const caller: Caller = { type: "API_KEY", id: key.id, scopes: new Set(scopesOf(key.scopes)) };
  return { caller, expiresAt: key.expiresAt === null ? null : new Date(key.expiresAt) };
}

async function findUser(reader: Reader, { id, passwordVersion }: TokenClaims): Promise<Caller | null> {
  const [user] = await reader.read<{ scopes: string[] }>(
    Prisma.sql`SELECT scopes FROM staff_user
      WHERE id = ${id} AND deleted_at IS NULL AND password_version = ${passwordVersion}`,
    { keepPrepared: true },
  );
  return user === undefined ? null : { type: "USER", id, scopes: new Set(scopesOf(user.scopes)) };
}

async function findCustomer(reader: Reader, { id, passwordVersion }: TokenClaims): Promise<Caller | null> {
  const [customer] = await reader.read<{ id: string }>(
    Prisma.sql`SELECT id FROM customer WHERE id = ${id} AND deleted_at IS NULL AND password_version = ${passwordVersion}`,
    { keepPrepared: true },
  );
  return customer === undefined ? null : { type: "CUSTOMER", id, scopes: new Set() };
}
