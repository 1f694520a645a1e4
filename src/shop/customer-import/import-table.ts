import type { FilePosition, FileRow } from "../../file-formats/file-rows.js";
import type { CustomerDraft } from "./customer-draft.js";
import type { RowRules } from "./import-row.js";

/** The rows of a file of customers. */
export interface ImportTable {
  readonly rules: RowRules;
  /** The start of the first row. */
  readonly start: FilePosition;
  /** Reads the values of rows, from the end of another row. */
  rows(from: FilePosition): AsyncGenerator<FileRow<CustomerDraft>, void, undefined>;
  /** Reads the whole file as far as a look at it requires. */
  scan(): AsyncGenerator<RowSummary, void, undefined>;
  /** Returns the name in the file of a field, or of the first field inside of it. Null if the file has none. */
  columnOf(field: string): string | null;
}

export interface RowSummary {
  readonly line: number;
  readonly hasGroups: boolean;
  /** The names of its fields that are unknown. */
  readonly unknown: readonly string[];
}
