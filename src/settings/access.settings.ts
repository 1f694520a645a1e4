import { isEmail } from "class-validator";
import * as z from "zod";
import type { IdentityProviderSettings } from "../access/auth/identity-provider.js";
import { checkPairs, flag } from "./forms.js";
import { isSafeUrl } from "./server-url.js";

export interface AccessSettings {
  /** The root key. If undefined, the embedded database generates and stores one. */
  readonly adminApiKey?: string | undefined;
  /** The first user, who is created if there are no users. */
  readonly firstUser?: { readonly email: string; readonly password: string } | undefined;
  /**
   * The secrets for tokens: the first one signs, all of them are accepted. If undefined, the embedded database generates and
   * stores one.
   */
  readonly jwtSecrets?: readonly [string, ...string[]] | undefined;
  readonly identityProvider?: IdentityProviderSettings | undefined;
  /** True if customers may sign up. Default: only with the embedded database. */
  readonly selfRegistration?: boolean | undefined;
}

const jwtSecretForm =
  "must be at least 32 printable ASCII characters without spaces or commas; separate several secrets with commas";

export const accessVariables = z.object({
  ADMIN_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{8,200}$/, "must be 8 to 200 printable ASCII characters without spaces")
    .optional(),
  ADMIN_EMAIL: z.string().trim().refine(isEmail, "must be an email address").optional(),
  ADMIN_PASSWORD: z
    .string()
    .refine((value) => value.length >= 8 && value.length <= 128, "must have 8 to 128 characters")
    .optional(),
  JWT_SECRET: z
    .string()
    .regex(/^[\x21-\x2b\x2d-\x7e]{32,}(,[\x21-\x2b\x2d-\x7e]{32,})*$/, jwtSecretForm)
    .optional(),
  JWT_ISSUER: z.string().optional(),
  JWT_JWKS_URL: z.string().refine(isSafeUrl, "must be an https:// URL, or http:// on this machine").optional(),
  JWT_AUDIENCE: z.string().optional(),
  JWT_SCOPES_CLAIM: z.string().default("scope"),
  SELF_REGISTRATION: flag.optional(),
});

type Values = z.infer<typeof accessVariables>;

export function checkAccess(values: Values, context: z.RefinementCtx): void {
  const pairs = [
    ["ADMIN_EMAIL", "ADMIN_PASSWORD"],
    ["ADMIN_PASSWORD", "ADMIN_EMAIL"],
    ["JWT_ISSUER", "JWT_JWKS_URL"],
    ["JWT_JWKS_URL", "JWT_ISSUER"],
    ["JWT_ISSUER", "JWT_AUDIENCE"],
    ["JWT_AUDIENCE", "JWT_ISSUER"],
  ] as const;
  checkPairs(pairs, values, context);
}

export function accessSettings(values: Values): AccessSettings {
  return {
    adminApiKey: values.ADMIN_API_KEY,
    firstUser: firstUserOf(values),
    jwtSecrets: values.JWT_SECRET?.split(",") as [string, ...string[]] | undefined,
    identityProvider: identityProviderOf(values),
    selfRegistration: values.SELF_REGISTRATION,
  };
}

function firstUserOf({ ADMIN_EMAIL: email, ADMIN_PASSWORD: password }: Values) {
  return email === undefined || password === undefined ? undefined : { email, password };
}

function identityProviderOf(values: Values): IdentityProviderSettings | undefined {
  const { JWT_ISSUER: issuer, JWT_JWKS_URL: jwksUrl, JWT_AUDIENCE: audience, JWT_SCOPES_CLAIM: scopesClaim } = values;
  if (issuer === undefined || jwksUrl === undefined || audience === undefined) return undefined;
  return { issuer, jwksUrl, audience, scopesClaim };
}
