import type { JWTPayload } from "jose";

/**
 * True if a JWT of an identity provider is an access token. An ID token gives no access: every client of the provider gets
 * one, and it only says who logged in. RFC 9068 marks access tokens in their header, but not all providers do. Without that
 * mark, a claim decides (docs/access.md lists these claims).
 * @param typ the header parameter `typ`.
 */
export function isAccessToken(typ: string | undefined, payload: JWTPayload): boolean {
  const mediaType = typ?.toLowerCase().replace(/^application\//, "");
  if (mediaType === "at+jwt") return true;
  if (mediaType !== undefined && mediaType !== "jwt") return false;
  // Keycloak and Cognito write the kind of each token into a claim.
  if (payload.typ !== undefined) return payload.typ === "Bearer";
  if (payload.token_use !== undefined) return payload.token_use === "access";
  return !hasAnyClaim(payload, idTokenClaims) && hasAnyClaim(payload, accessTokenClaims);
}

/** Claims of ID tokens: OpenID Connect Core, sections 2 and 3.3.2.11, and Back-Channel Logout, section 2.4. */
const idTokenClaims = ["nonce", "at_hash", "c_hash", "s_hash", "events"];

/** Claims of access tokens: RFC 9068, section 2.2; `scp` and `cid` of Okta, `scp` and `appid` of Entra, `permissions` of Auth0. */
const accessTokenClaims = ["scope", "client_id", "scp", "cid", "appid", "permissions"];

function hasAnyClaim(payload: JWTPayload, claims: readonly string[]): boolean {
  return claims.some((claim) => payload[claim] !== undefined);
}
