import { allScopes, type Scope, scopesOf } from "../access/auth/scope.type.js";
import { ArgumentError, parseOptions } from "./arguments.js";

/** The arguments of the command that creates a user. */
export interface UserArguments {
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly scopes: Scope[];
  readonly help: boolean;
}

export const userUsage = `Creates a member of staff. Asks for the password, or reads it from the first line of standard input.

Usage: npm run user:create -- --email ada@example.com [--first-name Ada] [--last-name Lovelace] [--scopes CUSTOMERS_READ]

  --email <email>        Email, with which the user logs in.
  --first-name <name>    Given name.
  --last-name <name>     Family name.
  --scopes <scopes>      Scopes of the user, separated by commas. Default: all scopes.
                         ${allScopes.slice(0, 6).join(", ")},
                         ${allScopes.slice(6).join(", ")}
  --help                 Shows this text.

Uses the same database as the server: DATABASE_URL, or else the embedded database in DATA_DIR, which must not be in use.
`;

const options = {
  email: { type: "string" },
  "first-name": { type: "string" },
  "last-name": { type: "string" },
  scopes: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

/** @throws ArgumentError when the arguments of the command line are not those of `userUsage`. */
export function parseUserArguments(args: readonly string[]): UserArguments {
  const values = parseOptions(args, options);
  if (values.email === undefined && !values.help) throw new ArgumentError("Expected --email.");
  return {
    email: values.email ?? "",
    firstName: values["first-name"] ?? null,
    lastName: values["last-name"] ?? null,
    scopes: values.scopes === undefined ? allScopes : parseScopes(values.scopes),
    help: values.help,
  };
}

function parseScopes(text: string): Scope[] {
  const words = text.split(",").map((word) => word.trim().toUpperCase());
  const unknown = words.filter((word) => scopesOf([word]).length === 0);
  if (unknown.length > 0) throw new ArgumentError(`Expected --scopes to be scopes, got ${unknown.join(", ")}.`);
  return scopesOf(words);
}
