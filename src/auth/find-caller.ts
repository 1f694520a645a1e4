import { timingSafeEqual } from "node:crypto";
import { hashOfSecret } from "../api-key/api-key-secret.js";
import type { ApiKeyUse } from "../api-key/api-key-use.js";
import type { PrismaClient } from "../database/generated/client.js";
import { kindOfId } from "../node/ids.js";
import { findProvidedUser } from "../user/provided-user.js";
import type { Caller } from "./caller.js";
import type { IdentityProvider } from "./identity-provider.js";
import { scopesOf } from "./scope.type.js";
import type { TokenClaims, Tokens } from "./tokens.js";

/** What callers are recognised with. */
export interface Authentication {
  /** Undefined where no secret is set to sign tokens with: nobody can log in then. */
  readonly tokens: Tokens | undefined;
  /** Undefined where none is set. */
  readonly identityProvider: IdentityProvider | undefined;
  readonly apiKeyUse: ApiKeyUse;
}

/**
 * The caller that an `Authorization` header names, by RFC 6750: `Bearer <an API key's secret, or a token>`. The database is
 * asked each time, so that what is revoked, deleted or changed there counts at once, on every instance.
 * @returns null without such a header, and for whatever is invalid, expired or revoked.
 */
export async function findCaller(
  db: PrismaClient,
  { tokens, identityProvider, apiKeyUse }: Authentication,
  authorization: string | undefined,
): Promise<Caller | null> {
  const credential = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization ?? "")?.[1];
  if (credential === undefined) return null;
  if (!isJwt(credential)) return findApiKey(db, apiKeyUse, credential);
  if (identityProvider?.isIssuerOf(credential)) {
    const identity = await identityProvider.verify(credential);
    return identity && findProvidedUser(db, identity);
  }
  const claims = (await tokens?.verify(credential)) ?? null;
  if (claims !== null) return kindOfId(claims.id) === "User" ? findUser(db, claims) : findCustomer(db, claims);
  // A root key may look like a token by chance.
  return findApiKey(db, apiKeyUse, credential);
}

/** A JWT in its compact form: three parts of base64url. */
function isJwt(credential: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(credential);
}

async function findApiKey(db: PrismaClient, apiKeyUse: ApiKeyUse, secret: string): Promise<Caller | null> {
  const hash = hashOfSecret(secret);
  const [key] = await db.$queryRaw<{ id: string; scopes: string[]; secretHash: Uint8Array }[]>`
    SELECT id, scopes, secret_hash AS "secretHash" FROM api_key
    WHERE secret_hash = ${hash} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`;
  if (key === undefined || !timingSafeEqual(key.secretHash, hash)) return null;
  apiKeyUse.note(key.id);
  return { type: "API_KEY", id: key.id, scopes: new Set(scopesOf(key.scopes)) };
}

async function findUser(db: PrismaClient, { id, passwordVersion }: TokenClaims): Promise<Caller | null> {
  const [user] = await db.$queryRaw<{ scopes: string[] }[]>`
    SELECT scopes FROM staff_user
    WHERE id = ${id} AND deleted_at IS NULL AND password_version = ${passwordVersion}`;
  return user === undefined ? null : { type: "USER", id, scopes: new Set(scopesOf(user.scopes)) };
}

async function findCustomer(db: PrismaClient, { id, passwordVersion }: TokenClaims): Promise<Caller | null> {
  const [customer] = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM customer WHERE id = ${id} AND deleted_at IS NULL AND password_version = ${passwordVersion}`;
  return customer === undefined ? null : { type: "CUSTOMER", id, scopes: new Set() };
}
