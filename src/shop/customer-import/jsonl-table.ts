import type { FileSource } from "../../file-formats/file-rows.js";
import { readJsonl } from "../../file-formats/jsonl.reader.js";
import { openTextFile } from "../../file-formats/text-file.js";
import { givenColumns, type ImportInput } from "./import-job.js";
import type { ImportTable } from "./import-table.js";
import { draftOfJson } from "./json-draft.js";

/**
 * Opens a JSONL file of customers.
 * @throws FileFormatError if it is no text.
 */
export async function openJsonlTable(source: FileSource, input: ImportInput): Promise<ImportTable> {
  const file = await openTextFile(source);
  const given = givenColumns(input);
  const names = new Map(input.columns.map(({ column, field }) => [field, column]));
  return {
    rules: { identifyBy: input.identifyBy, metadataIsText: false, hasDefaultAddress: false },
    start: file.start,
    async *rows(from) {
      for await (const row of readJsonl(file, from)) {
        yield { ...row, value: row.value && draftOfJson(row.value, given).draft };
      }
    },
    async *scan() {
      for await (const { line, value } of readJsonl(file)) {
        const { draft, unknown } = draftOfJson(value ?? {}, given);
        yield { line, unknown, hasGroups: draft.hasGroups };
      }
    },
    columnOf: (field) => names.get(field) ?? (field || null),
  };
}
