import { createRemoteJWKSet, decodeJwt, errors, jwtVerify } from "jose";
import { serviceUnavailable } from "../errors/request-errors.js";
import { type Scope, scopesOf } from "./scope.type.js";

/** An OpenID Connect provider whose tokens are accepted for staff. */
export interface IdentityProviderSettings {
  /** `iss` of its tokens. */
  readonly issuer: string;
  /** Where it publishes its keys (RFC 7517). */
  readonly jwksUrl: string;
  /** `aud` of the tokens meant for this server; without it every token of the provider is accepted. */
  readonly audience?: string | undefined;
  /** The claim that holds scopes: a list, or words with spaces between them. */
  readonly scopesClaim: string;
}

/** Whom a token of the provider names. */
export interface ProvidedIdentity {
  readonly subject: string;
  readonly email: string;
  /** Whether the provider vouches that the email is theirs. */
  readonly emailIsVerified: boolean;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly scopes: readonly Scope[];
}

/** Checks the tokens of an outside identity provider. */
export interface IdentityProvider {
  /** Whether a token says that it comes from this provider. */
  isIssuerOf(token: string): boolean;
  /**
   * Null for whatever the provider did not sign for this server, is over, or names no email.
   * @throws SERVICE_UNAVAILABLE when the provider's keys cannot be had.
   */
  verify(token: string): Promise<ProvidedIdentity | null>;
}

// Signatures that need the provider's private key: with a shared secret, or none, whoever knows the public keys could sign.
const algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];
const clockToleranceSeconds = 5;

/** The provider's keys are fetched when they are needed, kept, and fetched again for a key id not seen before. */
export function createIdentityProvider(settings: IdentityProviderSettings): IdentityProvider {
  const { issuer, jwksUrl, audience, scopesClaim } = settings;
  const keys = createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: 3_000 });
  return {
    isIssuerOf: (token) => issuerOf(token) === issuer,
    verify: async (token) => {
      try {
        const { payload } = await jwtVerify(token, keys, {
          algorithms,
          issuer,
          ...(audience !== undefined && { audience }),
          requiredClaims: ["sub", "exp"],
          clockTolerance: clockToleranceSeconds,
        });
        const { sub, email, given_name, family_name } = payload;
        if (sub === undefined || typeof email !== "string") return null;
        return {
          subject: sub,
          email,
          emailIsVerified: payload.email_verified === true,
          firstName: textOf(given_name),
          lastName: textOf(family_name),
          scopes: scopesIn(payload[scopesClaim]),
        };
      } catch (error) {
        if (isBadToken(error)) return null;
        throw serviceUnavailable("The keys of the identity provider cannot be had. Try again in a moment.");
      }
    },
  };
}

function isBadToken(error: unknown): boolean {
  const isAboutKeys = error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid;
  const isUnanswered = error instanceof errors.JOSEError && error.code === "ERR_JOSE_GENERIC";
  return error instanceof errors.JOSEError && !isAboutKeys && !isUnanswered;
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch (error) {
    if (error instanceof errors.JWTInvalid) return undefined;
    throw error;
  }
}

function scopesIn(claim: unknown): Scope[] {
  const words = Array.isArray(claim) ? claim.map(String) : typeof claim === "string" ? claim.split(/\s+/) : [];
  return scopesOf(words.map((word) => word.toUpperCase()));
}

function textOf(claim: unknown): string | null {
  return typeof claim === "string" ? claim : null;
}
