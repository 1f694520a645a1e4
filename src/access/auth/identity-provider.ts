import { createRemoteJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify } from "jose";
import { serviceUnavailable } from "../../graphql/errors/request-errors.js";
import { isAccessToken } from "./access-token.js";
import { type ExternalIdentity, externalIdentityOf } from "./external-identity.js";

/** The settings of an OpenID Connect provider whose tokens are accepted for staff. */
export interface IdentityProviderSettings {
  /** The claim `iss` of its tokens. */
  readonly issuer: string;
  /** The URL of its public keys (RFC 7517). */
  readonly jwksUrl: string;
  /** The claim `aud` of tokens for this server. */
  readonly audience: string;
  /** The claim that holds scopes: a list, or words separated by spaces. */
  readonly scopesClaim: string;
}

/** Verifies the tokens of an external identity provider. */
export interface IdentityProvider {
  /** True if the claim `iss` of a token names this provider. */
  isIssuerOf(token: string): boolean;
  /**
   * Returns the identity in a token. Null if the provider did not sign the token for this server, if it has expired, if it
   * is not an access token, or if it has no subject or no email.
   * @throws SERVICE_UNAVAILABLE when the provider's keys cannot be fetched.
   */
  verify(token: string): Promise<ExternalIdentity | null>;
}

// Only algorithms that sign with a private key. With HS256 or "none", anybody who knows the public keys could sign.
const algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];
const clockToleranceSeconds = 5;

/**
 * The provider's keys are fetched for the first token and cached for 10 minutes. An unknown key id fetches them again, but
 * not within 30 seconds of the last fetch: otherwise invented key ids would flood the provider. So tokens that are signed
 * with a key from these 30 seconds are refused until the next fetch.
 * While the provider is unavailable, the cached keys are used. Without cached keys, each request fetches them again;
 * concurrent requests share one fetch. So users can log in as soon as the provider is back.
 */
export function createIdentityProvider(settings: IdentityProviderSettings): IdentityProvider {
  const { issuer, jwksUrl, audience, scopesClaim } = settings;
  const keys = createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: 3_000 });
  const options = {
    algorithms,
    issuer,
    audience,
    requiredClaims: ["sub", "exp"],
    clockTolerance: clockToleranceSeconds,
  };

  async function payloadOf(token: string): Promise<JWTPayload | null> {
    try {
      const { protectedHeader, payload } = await jwtVerify(token, keys, options);
      return isAccessToken(protectedHeader.typ, payload) ? payload : null;
    } catch (error) {
      if (isBadToken(error)) return null;
      throw serviceUnavailable(
        "The keys of the identity provider must be reachable, but fetching them failed. Try again in a moment.",
        error,
      );
    }
  }

  return {
    isIssuerOf: (token) => issuerOf(token) === issuer,
    verify: async (token) => {
      const payload = await payloadOf(token);
      return payload && externalIdentityOf(payload, scopesClaim);
    },
  };
}

function isBadToken(error: unknown): boolean {
  const isAboutKeys = error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid;
  const hasNoResponse = error instanceof errors.JOSEError && error.code === "ERR_JOSE_GENERIC";
  return error instanceof errors.JOSEError && !isAboutKeys && !hasNoResponse;
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch (error) {
    if (error instanceof errors.JWTInvalid) return undefined;
    throw error;
  }
}
