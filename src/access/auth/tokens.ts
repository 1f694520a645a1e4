import { createHmac } from "node:crypto";
import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from "jose";
import { isStorableText } from "../../graphql/node/ids.js";

/** What a token of this server says: who, and which version of their password it was made with. */
export interface TokenClaims {
  readonly id: string;
  readonly passwordVersion: number;
}

/** Makes and checks the tokens of staff and customers. */
export interface Tokens {
  /** A signed token, and when it ends: `lifetimeSeconds` from now. */
  issue(claims: TokenClaims, lifetimeSeconds: number): Promise<{ token: string; expiresAt: Date }>;
  /** Null for whatever is not a token that one of the secrets signed, or is over. */
  verify(token: string): Promise<TokenClaims | null>;
}

const algorithm = "HS256";
/** `iss` and `aud` of the tokens: this server makes them for itself. */
export const tokenIssuer = "shop-customers-graphql";

/**
 * Tokens signed with the first of the secrets and accepted from all of them, so that a secret can be replaced while tokens
 * made with the former one are still about. The tokens are JWTs (RFC 7519) of a fixed algorithm.
 */
export function createTokens(secrets: readonly [string, ...string[]]): Tokens {
  const keys = new Map(secrets.map((secret) => [keyIdOf(secret), new TextEncoder().encode(secret)]));
  const [signingId = "", signingKey = new Uint8Array()] = [...keys][0] ?? [];
  return {
    issue: async ({ id, passwordVersion }, lifetimeSeconds) => {
      const now = Math.floor(Date.now() / 1_000);
      const token = await new SignJWT({ ver: passwordVersion })
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
        const { sub, ver }: Record<string, unknown> = payload;
        return isId(sub) && isVersion(ver) ? { id: sub, passwordVersion: ver } : null;
      } catch (error) {
        if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
        throw error;
      }
    },
  };
}

// Another program that has the secret may sign anything: what the database could not hold is nobody's.

function isId(sub: unknown): sub is string {
  return typeof sub === "string" && isStorableText(sub);
}

function isVersion(ver: unknown): ver is number {
  return typeof ver === "number" && Number.isInteger(ver) && ver > 0 && ver < 2 ** 31;
}

/** Tells the secrets apart without telling anything about them. */
function keyIdOf(secret: string): string {
  return createHmac("sha256", secret).update("key id").digest("base64url").slice(0, 12);
}
