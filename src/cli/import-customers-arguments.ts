import path from "node:path";
import { ArgumentError, parseArguments } from "./arguments.js";

/** The arguments of the import of a file. */
export interface ImportArguments {
  readonly file: string;
  readonly format: "CSV" | "JSONL";
  readonly columns: { readonly column: string; readonly field: string }[];
  readonly identifyBy: string | null;
  readonly allOrNothing: boolean;
  readonly dryRun: boolean;
  /** The file that gets the errors of rows. */
  readonly errors: string | undefined;
  readonly help: boolean;
}

export const importUsage = `Imports the customers of a CSV or JSONL file.

Usage: npm run --silent import -- customers.csv [--dry-run]

  --format <format>    csv or jsonl. Default: from the end of the file name (.csv, .tsv, .txt; .jsonl, .ndjson).
  --column <name=field>
                       The field of a column with another name, such as "E-Mail=email". Can be repeated.
                       An empty field leaves the column out: "Remarks=".
  --identify-by <field>
                       The field that identifies customers: id, email or externalId:<system>.
                       Default: the first of the id, an external id and the email that a row has.
  --all-or-nothing     Writes nothing if a row has an error. Otherwise the other rows are written.
  --dry-run            Checks everything, conflicts with the database too, and writes nothing.
  --errors <file>      Writes the errors of rows to a CSV file. Without it, the first 20 are shown.
  --help               Shows this text.

Writes to the same database as the server: DATABASE_URL, or else the embedded database in DATA_DIR, which only one
process can use at a time. For a running server, upload the file instead: docs/sync.md describes it, and the columns.
The exit code is 0 if all rows were imported; 2 if rows have errors; 1 if the import could not start or go on; 130
after Ctrl+C.
`;

const options = {
  format: { type: "string" },
  column: { type: "string", multiple: true },
  "identify-by": { type: "string" },
  "all-or-nothing": { type: "boolean", default: false },
  "dry-run": { type: "boolean", default: false },
  errors: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

const formats: Readonly<Record<string, ImportArguments["format"]>> = {
  csv: "CSV",
  tsv: "CSV",
  txt: "CSV",
  jsonl: "JSONL",
  ndjson: "JSONL",
};

/** @throws ArgumentError when the arguments of the command line are not those of `importUsage`. */
export function parseImportArguments(args: readonly string[]): ImportArguments {
  const { values, positionals } = parseArguments(args, options);
  const [file = "", ...others] = positionals;
  const { help, errors } = values;
  if (!help && (file === "" || others.length > 0)) throw new ArgumentError("Expected one file.");
  return {
    file,
    format: help ? "CSV" : formatOf(file, values.format),
    columns: (values.column ?? []).map(parseColumn),
    identifyBy: values["identify-by"] ?? null,
    allOrNothing: values["all-or-nothing"],
    dryRun: values["dry-run"],
    errors,
    help,
  };
}

function formatOf(file: string, given: string | undefined): ImportArguments["format"] {
  const name = (given ?? path.extname(file).slice(1)).toLowerCase();
  const format = given === undefined || name === "csv" || name === "jsonl" ? formats[name] : undefined;
  if (format !== undefined) return format;
  throw new ArgumentError("Expected --format to be csv or jsonl, because the name of the file does not say it.");
}

function parseColumn(text: string): { column: string; field: string } {
  const at = text.lastIndexOf("=");
  if (at < 1) throw new ArgumentError("Expected --column to be a name, = and a field, such as E-Mail=email.");
  return { column: text.slice(0, at), field: text.slice(at + 1) };
}
