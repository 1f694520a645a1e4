import { createHmac } from "node:crypto";
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify, SignJWT } from "jose";
import { isStorableText } from "../../graphql/node/ids.js";

/** The claims of a token: the id of the user or customer, and the version of the password at the login. */
export interface TokenClaims {
  readonly id: string;
  readonly passwordVersion: number;
  /** Undefined in tokens of versions of the server that had no sessions. */
  readonly sessionId?: string | undefined;
}

/** The claims of a verified token, and its times. */
export interface VerifiedToken extends TokenClaims {
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** Issues and verifies the tokens of staff and customers. */
export interface Tokens {
  /** Issues a signed token that expires after `lifetimeSeconds`. */
  issue(claims: TokenClaims, lifetimeSeconds: number): Promise<{ token: string; expiresAt: Date }>;
  /** Returns the claims of a token. Null if it has expired or was not signed with one of the secrets. */
  verify(token: string): Promise<VerifiedToken | null>;
}

const algorithm = "HS256";
/** The claims `iss` and `aud`: this server issues tokens for itself. */
export const tokenIssuer = "shop-customers-graphql";

/**
 * Signs tokens with the first secret and accepts tokens of all secrets. So a secret can be replaced while tokens of the
 * previous secret are still in use. The tokens are JWTs (RFC 7519) with a fixed algorithm.
 */
export function createTokens(secrets: readonly [string, ...string[]]): Tokens {
  const keys = new Map(secrets.map((secret) => [keyIdOf(secret), new TextEncoder().encode(secret)]));
  const [signingId = "", signingKey = new Uint8Array()] = [...keys][0] ?? [];
  return {
    issue: async ({ id, passwordVersion, sessionId }, lifetimeSeconds) => {
      const now = Math.floor(Date.now() / 1_000);
      const token = await new SignJWT({ ver: passwordVersion, sid: sessionId })
        .setProtectedHeader({ alg: algorithm, kid: signingId, typ: "JWT" })
        .setSubject(id)
        .setIssuer(tokenIssuer)
        .setAudience(tokenIssuer)
        .setIssuedAt(now)
        .setExpirationTime(now + lifetimeSeconds)
        .sign(signingKey);
      return { token, expiresAt: new Date((now + lifetimeSeconds) * 1_000) };
    },
    verify: async (token) => {
      try {
        const key = keys.get(decodeProtectedHeader(token).kid ?? "");
        if (key === undefined) return null;
        const { payload } = await jwtVerify(token, key, {
          algorithms: [algorithm],
          issuer: tokenIssuer,
          audience: tokenIssuer,
          requiredClaims: ["sub", "exp"],
        });
        return readClaims(payload);
      } catch (error) {
        if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
        throw error;
      }
    },
  };
}

/** Another program with the secret may sign any claims. Values that the database cannot store are refused here. */
function readClaims({ sub, ver, sid, iat, exp }: JWTPayload): VerifiedToken | null {
  if (!isId(sub) || !isVersion(ver) || !(sid === undefined || isId(sid)) || exp === undefined) return null;
  // jose has checked that both times are numbers. A token without `iat` is never renewed.
  return { id: sub, passwordVersion: ver, sessionId: sid, issuedAt: dateOf(iat ?? exp), expiresAt: dateOf(exp) };
}

function dateOf(seconds: number): Date {
  return new Date(seconds * 1_000);
}

function isId(value: unknown): value is string {
  return typeof value === "string" && isStorableText(value);
}

function isVersion(ver: unknown): ver is number {
  return typeof ver === "number" && Number.isInteger(ver) && ver > 0 && ver < 2 ** 31;
}

/** An id for a secret, which reveals nothing about it. */
function keyIdOf(secret: string): string {
  return createHmac("sha256", secret).update("key id").digest("base64url").slice(0, 12);
}
