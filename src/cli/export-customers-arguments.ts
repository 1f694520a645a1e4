import { ArgumentError, parseArguments } from "./arguments.js";

/** The arguments of the export. */
export interface ExportArguments {
  readonly file: string;
  readonly format: "CSV" | "JSONL";
  /** JSON of `CustomerFilter`. */
  readonly where: string | undefined;
  readonly search: string | undefined;
  readonly columns: readonly string[] | undefined;
  readonly replace: boolean;
}

export const exportUsage = `Writes customers to a CSV or JSONL file, all of one moment.

Usage: npm run --silent export -- customers.csv [--where '{"hasAccount": true}'] [--columns id,email]

  <file>               The new file. Its ending, .csv or .jsonl, is the format.
  --format <format>    csv or jsonl, for a file with another ending.
  --where <json>       Only customers that match: a CustomerFilter of the API, as JSON.
  --search <text>      Only customers that the search of the API finds.
  --columns <names>    With commas between them, such as id,email,addresses.0.city,metadata.vip. Default: all.
  --replace            Replaces the file if it exists.
  --help               Shows this text.

Reads the same database as the server: DATABASE_URL, or else the embedded database in DATA_DIR.
The file exists only after a complete export. docs/sync.md describes it.
The exit code is 0 after a complete export, 1 if it could not start or go on, 130 after Ctrl+C.
`;

const options = {
  format: { type: "string" },
  where: { type: "string" },
  search: { type: "string" },
  columns: { type: "string" },
  replace: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/**
 * Parses the arguments. Null if the help is asked for.
 * @throws ArgumentError when the arguments of the command line are not those of `exportUsage`.
 */
export function parseExportArguments(args: readonly string[]): ExportArguments | null {
  const { values, positionals } = parseArguments(args, options);
  if (values.help) return null;
  const [file = "", ...others] = positionals;
  if (file === "" || others.length > 0) {
    throw new ArgumentError(`Expected the name of one file, such as customers.csv, got ${positionals.length}.`);
  }
  const { where, search, columns, replace } = values;
  return { file, format: formatOf(file, values.format), where, search, columns: columns?.split(","), replace };
}

function formatOf(file: string, given: string | undefined): ExportArguments["format"] {
  const format = (given ?? /\.([^./\\]+)$/.exec(file)?.[1] ?? "").toUpperCase();
  if (format === "CSV" || format === "JSONL") return format;
  throw new ArgumentError(
    given === undefined
      ? "Expected a file that ends with .csv or .jsonl, or --format csv or --format jsonl."
      : `Expected --format to be csv or jsonl, got ${given}.`,
  );
}
