import type { Path, UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { findCustomerField } from "../customer-columns/customer-field.js";
import { type IdentifyingField, parseIdentifyBy } from "./identify-by.js";
import type { CustomersImportArgs } from "./import.args.js";
import type { ImportInput } from "./import-job.js";

type ImportArgs = Pick<CustomersImportArgs, "format" | "columns" | "identifyBy" | "onBadRow">;

/** Converts the arguments of an import, and adds INVALID and CONFLICTING_INPUT for those that are wrong. */
export function toImportInput(args: ImportArgs, userErrors: UserErrorCollector): ImportInput {
  const { format, onBadRow } = args;
  const columns = checkedColumns(args, userErrors);
  return { format, columns, identifyBy: checkedIdentifyBy(args, userErrors), onBadRow };
}

function checkedColumns(args: ImportArgs, userErrors: UserErrorCollector): ImportInput["columns"] {
  const columns = (args.columns ?? []).map(({ column, field }) => {
    // The names of a header have no white space at their ends. Keys of JSONL may have. A blank field has become null.
    return { column: args.format === "CSV" ? column.trim() : column, field: field ?? "" };
  });
  const [names, fields] = [new Set<string>(), new Set<string>()];
  for (const [index, { column, field }] of columns.entries()) {
    const path = ["columns", String(index)];
    checkField(field, path, userErrors);
    if (names.has(column) || fields.has(field)) {
      const message = "Must have another column and another field than each earlier element.";
      userErrors.add("CONFLICTING_INPUT", path, message);
    }
    names.add(column);
    if (field !== "") fields.add(field);
  }
  return columns;
}

function checkField(field: string, path: Path, userErrors: UserErrorCollector): void {
  if (field === "" || findCustomerField(field) !== null || userErrors.has([...path, "field"])) return;
  const message = "Must be a field of CustomerUpsertInput by its path, such as addresses.0.city, or id, or empty.";
  userErrors.add("INVALID", [...path, "field"], message);
}

function checkedIdentifyBy({ identifyBy }: ImportArgs, userErrors: UserErrorCollector): IdentifyingField | null {
  if (identifyBy === null || identifyBy === undefined) return null;
  const field = parseIdentifyBy(identifyBy);
  if (field === null) {
    const message = "Must be id, email, or externalId: and a system, such as externalId:erp.";
    userErrors.add("INVALID", ["identifyBy"], message);
  }
  return field;
}
