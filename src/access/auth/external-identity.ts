import type { JWTPayload } from "jose";
import { checkInput } from "../../graphql/input/check-input.js";
import { EmailAddress, isLineOfText, NotBlank, Text } from "../../graphql/input/rules.js";
import { type Scope, scopesOf } from "./scope.type.js";

/** The person in a token of the identity provider. */
export interface ExternalIdentity {
  /** `iss` and `sub`, separated by a space. Only both together are unique (OpenID Connect Core, section 2). */
  readonly subject: string;
  readonly email: string;
  /** True if the provider has verified the email. */
  readonly emailIsVerified: boolean;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly scopes: readonly Scope[];
}

/** Some providers let people choose their email and names, so the rules of our own input apply to them. */
class PersonClaims {
  @NotBlank()
  @EmailAddress()
  email!: string;

  @Text()
  firstName!: string | null;

  @Text()
  lastName!: string | null;
}

/** The identity in the claims of a token. Null without a valid subject and email. A name that breaks a rule is left out. */
export async function externalIdentityOf(payload: JWTPayload, scopesClaim: string): Promise<ExternalIdentity | null> {
  const { sub, email, given_name, family_name } = payload;
  if (!isValidSubject(sub) || typeof email !== "string") return null;
  const names = { firstName: textOf(given_name), lastName: textOf(family_name) };
  const person = Object.assign(new PersonClaims(), { email, ...names });
  const userErrors = await checkInput(person, []);
  if (userErrors.has(["email"])) return null;
  return {
    subject: `${payload.iss} ${sub}`,
    email: person.email,
    emailIsVerified: payload.email_verified === true,
    firstName: userErrors.has(["firstName"]) ? null : person.firstName,
    lastName: userErrors.has(["lastName"]) ? null : person.lastName,
    scopes: scopesIn(payload[scopesClaim]),
  };
}

/** `sub` has at most 255 characters (OpenID Connect Core, section 2). Nothing guarantees the type of a claim. */
function isValidSubject(sub: unknown): sub is string {
  return typeof sub === "string" && sub !== "" && sub.length <= 255 && isLineOfText(sub);
}

function scopesIn(claim: unknown): Scope[] {
  const words: unknown[] = Array.isArray(claim) ? claim : typeof claim === "string" ? claim.split(/\s+/) : [];
  return scopesOf(words.filter((word) => typeof word === "string").map((word) => word.toUpperCase()));
}

function textOf(claim: unknown): string | null {
  return typeof claim === "string" ? claim : null;
}
