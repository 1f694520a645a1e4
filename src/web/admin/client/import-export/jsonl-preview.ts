import { type PreviewColumn, previewRows, type TextStart, UnreadableFile } from "./preview-column.js";

/** Objects that are fields as a whole. The members of others have names with dots. */
const wholeFields = ["metadata", "addresses", "externalIds"];

/**
 * Reads the keys of the first objects with their values.
 * @throws UnreadableFile
 */
export function readJsonlColumns({ text, isWhole }: TextStart): PreviewColumn[] {
  const lines = text.split("\n");
  // The last line may be cut.
  const complete = isWhole ? lines : lines.slice(0, -1);
  const first = complete.filter((line) => line.trim() !== "").slice(0, previewRows);
  if (first.length === 0) throw new UnreadableFile(isWhole ? "The file is empty." : "The first line is too long.");
  const rows = first.map(readRow);
  const names = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  return names.map((name) => ({ name, values: rows.map((row) => row.get(name) ?? "") }));
}

function readRow(line: string, index: number): Map<string, string> {
  const row = new Map<string, string>();
  for (const [name, value] of Object.entries(parseObject(line, index))) addValue(row, name, value);
  return row;
}

function addValue(row: Map<string, string>, name: string, value: unknown): void {
  if (isObject(value) && !wholeFields.includes(name)) {
    for (const [key, member] of Object.entries(value)) addValue(row, `${name}.${key}`, member);
  } else row.set(name, typeof value === "string" ? value : JSON.stringify(value));
}

function parseObject(line: string, index: number): object {
  try {
    const value: unknown = JSON.parse(line);
    if (isObject(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new UnreadableFile(
    `Row ${index + 1} is no JSON object. Each line must have one whole object, such as {"email":"ada@example.com"}.`,
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
