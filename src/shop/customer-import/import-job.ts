import type { FilePosition } from "../../file-formats/file-rows.js";
import type { Json } from "../../jobs/job.js";
import type { RowErrorPolicy } from "../customer-sync/customer-upsert.type.js";
import type { IdentifyingField } from "./identify-by.js";

/** The arguments of an import, as they are stored with its job. */
export interface ImportInput {
  readonly format: "CSV" | "JSONL";
  /** The columns with other names than their fields. An empty field leaves the column out. */
  readonly columns: readonly { readonly column: string; readonly field: string }[];
  readonly identifyBy: IdentifyingField | null;
  readonly onBadRow: RowErrorPolicy;
}

/** The fields by the names of their columns. */
export type ColumnFields = ReadonlyMap<string, string>;

/** The fields that the caller has given for columns. */
export function givenColumns({ columns }: ImportInput): ColumnFields {
  return new Map(columns.map(({ column, field }) => [column, field]));
}

/** `check` reads the whole file and writes nothing. An import that is all or nothing begins with it. */
export type ImportPhase = "check" | "write";

/** The end of the last batch. */
export interface ImportPosition extends FilePosition {
  readonly phase: ImportPhase;
  /** The first line of this batch, if it was refused. The import ends there, also if its process has died right after the batch. */
  readonly refusedFrom?: number;
}

export function toJson(value: ImportInput | ImportPosition): Json {
  return value as unknown as Json;
}

/** Reads what {@link toJson} has stored. */
export function importInputOf(stored: Json): ImportInput {
  return stored as unknown as ImportInput;
}

export function importPositionOf(stored: Json): ImportPosition | null {
  return stored as unknown as ImportPosition | null;
}
