import { columnLabel } from "../../file-formats/column-label.js";
import { FileFormatError } from "../../file-formats/file-rows.js";
import { type CustomerField, findCustomerField } from "../customer-columns/customer-field.js";
import type { ColumnFields } from "./import-job.js";
import { shopifyApostropheColumns } from "./known-exports.data.js";
import { type ExportSource, exportSourceOf, fieldOfExport } from "./known-exports.js";
import { describeUnknownColumns } from "./unknown-columns.js";

/** A column of a file. */
export interface ImportColumn {
  readonly name: string;
  /** Null: the column is left out. */
  readonly field: CustomerField | null;
  /** True if Shopify writes `'` before its values. */
  readonly dropsApostrophe: boolean;
}

/**
 * Returns the columns of a CSV file.
 * @throws FileFormatError that names all columns without a field.
 */
export function columnsOfHeader(names: readonly string[], given: ColumnFields): ImportColumn[] {
  const source = exportSourceOf(names);
  const unknown: number[] = [];
  const columns = names.map((name, index): ImportColumn => {
    const field = given.get(name) ?? knownField(name, source);
    const found = field ? findCustomerField(field) : null;
    // A column without a name must be blank, which is checked in each row.
    if (found === null && field !== "" && field !== null && name !== "") unknown.push(index);
    return { name, field: found, dropsApostrophe: source === "Shopify" && shopifyApostropheColumns.has(name) };
  });
  if (unknown.length > 0) throw new FileFormatError(describeUnknownColumns(names, unknown));
  checkGivenColumns(names, given);
  checkUniqueFields(names, columns);
  return columns;
}

/** The field that fills a column. Null if it is left out, undefined if it is unknown. */
function knownField(name: string, source: ExportSource | null): string | null | undefined {
  const known = fieldOfExport(name, source);
  return known === undefined && findCustomerField(name) !== null ? name : known;
}

function checkGivenColumns(names: readonly string[], given: ColumnFields): void {
  const missing = [...given.keys()].filter((name) => !names.includes(name));
  if (missing.length === 0) return;
  throw new FileFormatError(`The header has no column ${JSON.stringify(missing[0])}, which columns names.`);
}

function checkUniqueFields(names: readonly string[], columns: readonly ImportColumn[]): void {
  const seen = new Map<string, number>();
  for (const [index, { field }] of columns.entries()) {
    if (field === null) continue;
    const first = seen.get(field.name);
    if (first !== undefined) {
      const both = `${columnLabel(names, first)} and ${columnLabel(names, index)}`;
      throw new FileFormatError(`The columns ${both} are both for ${field.name}. Leave one out, or rename it.`);
    }
    seen.set(field.name, index);
  }
}
