import { isPostgresUrl } from "../settings/server-url.js";
import { ArgumentError, parseOptions } from "./arguments.js";

/** The arguments of the import from Medusa. */
export interface MedusaArguments {
  /** The URL of Medusa's database. It may contain a password, so it is never printed. */
  readonly from: string;
  readonly schema: string | undefined;
  readonly dryRun: boolean;
  readonly allowDeletions: boolean;
  readonly help: boolean;
}

export const medusaUsage = `Brings customers, groups, addresses, price lists and orders from a database of Medusa 1.20 or 2.x.

Usage: npm run --silent import:medusa -- --from postgresql://user@host/medusa [--dry-run]

  --from <url>         Medusa's database. It is only read, in one snapshot. The password can be in PGPASSWORD.
  --schema <name>      The schema with Medusa's tables. Default: the only one that has them.
  --dry-run            Checks and counts everything, and writes nothing.
  --allow-deletions    Goes on if most rows of earlier runs are no longer in Medusa. They are deleted here.
  --help               Shows this text.

Writes to the same database as the server: DATABASE_URL, or else the embedded database in DATA_DIR.
It can run again: then it writes only what has changed in Medusa. docs/from-medusa.md describes it.
The exit code is 0 after a complete import, also if rows were refused; 1 if it could not start or go on; 130 after Ctrl+C.
`;

const options = {
  from: { type: "string" },
  schema: { type: "string" },
  "dry-run": { type: "boolean", default: false },
  "allow-deletions": { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/** @throws ArgumentError when the arguments of the command line are not those of `medusaUsage`. */
export function parseMedusaArguments(args: readonly string[]): MedusaArguments {
  const values = parseOptions(args, options);
  const { from = "", schema, help } = values;
  if (!help && !isPostgresUrl(from))
    throw new ArgumentError("Expected --from to be a URL of the form postgresql://user:password@host:port/database.");
  return { from, schema, dryRun: values["dry-run"], allowDeletions: values["allow-deletions"], help };
}
