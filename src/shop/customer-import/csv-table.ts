import { openCsv, readCsv } from "../../file-formats/csv.reader.js";
import type { FileSource } from "../../file-formats/file-rows.js";
import { draftOfCells } from "./csv-draft.js";
import { columnsOfHeader } from "./import-columns.js";
import { givenColumns, type ImportInput } from "./import-job.js";
import type { ImportTable } from "./import-table.js";
import { hasDefaultAddress } from "./known-exports.js";

/**
 * Opens a CSV file of customers.
 * @throws FileFormatError if it cannot be read, or if a column of its header is unknown.
 */
export async function openCsvTable(source: FileSource, input: ImportInput): Promise<ImportTable> {
  const file = await openCsv(source);
  const columns = columnsOfHeader(file.columns, givenColumns(input));
  const names = new Map(columns.flatMap(({ name, field }) => (field === null ? [] : [[field.name, name] as const])));
  const summary = { hasGroups: names.has("groupIds"), unknown: [] };
  return {
    rules: {
      identifyBy: input.identifyBy,
      metadataIsText: true,
      hasDefaultAddress: hasDefaultAddress(file.columns),
    },
    start: file.rowsStart,
    async *rows(from) {
      for await (const row of readCsv(file, from)) {
        yield { ...row, value: row.value && draftOfCells(columns, row.value) };
      }
    },
    async *scan() {
      for await (const { line } of readCsv(file)) yield { ...summary, line };
    },
    columnOf: (field) => names.get(field) ?? firstInside(field, names),
  };
}

function firstInside(field: string, names: ReadonlyMap<string, string>): string | null {
  if (field === "") return null;
  for (const [name, column] of names) if (name.startsWith(`${field}.`)) return column;
  return null;
}
