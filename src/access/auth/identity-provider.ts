import { createRemoteJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify } from "jose";
import { serviceUnavailable } from "../../graphql/errors/request-errors.js";
import { isAccessToken } from "./access-token.js";
import { type ExternalIdentity, externalIdentityOf } from "./external-identity.js";

/** An OpenID Connect provider whose tokens are accepted for staff. */
export interface IdentityProviderSettings {
  /** `iss` of its tokens. */
  readonly issuer: string;
  /** Where it publishes its keys (RFC 7517). */
  readonly jwksUrl: string;
  /** `aud` of the tokens meant for this server. */
  readonly audience: string;
  /** The claim that holds scopes: a list, or words with spaces between them. */
  readonly scopesClaim: string;
}

/** Checks the tokens of an outside identity provider. */
export interface IdentityProvider {
  /** Whether a token says that it comes from this provider. */
  isIssuerOf(token: string): boolean;
  /**
   * Null for whatever the provider did not sign for this server, is over, is no access token, or does not name a subject and
   * an email.
   * @throws SERVICE_UNAVAILABLE when the provider's keys cannot be had.
   */
  verify(token: string): Promise<ExternalIdentity | null>;
}

// Signatures that need the provider's private key: with a shared secret, or none, whoever knows the public keys could sign.
const algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];
const clockToleranceSeconds = 5;

/**
 * The provider's keys are fetched when the first token comes, kept for ten minutes, and fetched again for a key id not seen
 * before, but not within half a minute of the last time: else made-up key ids would make us flood the provider. Tokens
 * signed with a key that the provider published within that half minute are refused until it is over.
 * While the provider is away, tokens are checked with the keys that were kept; without any, each request asks again, all
 * those at once together, so that the provider's users are back as soon as it is.
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
      throw serviceUnavailable("The keys of the identity provider cannot be had. Try again in a moment.", error);
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
