import { JobFailure } from "../../jobs/job.js";
import { type CustomerField, customerFieldNames, findCustomerField } from "../customer-columns/customer-field.js";
import type { ExportSummary } from "./export.rows.js";

const maxColumns = 2_000;

/** Returns the fields with these names. */
export function fieldsOf(names: readonly string[]): CustomerField[] {
  return names.flatMap((name) => findCustomerField(name) ?? []);
}

/**
 * Returns the columns of a CSV file with all fields of the customers. Each address and each system has its own columns.
 * @throws JobFailure if there are too many.
 */
export function allColumns({ systems, maxAddresses }: ExportSummary, hasGroups: boolean): CustomerField[] {
  const own = customerFieldNames.filter((name) => !name.startsWith("addresses.") && !name.includes("*"));
  const inAddress = customerFieldNames.filter((name) => name.startsWith("addresses.0.") && !name.includes("*"));
  const names = [
    ...own.filter((name) => hasGroups || name !== "groupIds"),
    ...systems.map((system) => `externalIds.${system}`),
    ...Array.from({ length: maxAddresses }, (_, index) =>
      inAddress.map((name) => name.replace("addresses.0.", `addresses.${index}.`)),
    ).flat(),
  ];
  if (names.length > maxColumns) {
    throw new JobFailure(
      `The file would have ${names.length} columns, because a customer has ${maxAddresses} addresses and there are ${systems.length} systems with external ids. It must have at most ${maxColumns}. Export JSONL, or give columns.`,
    );
  }
  return fieldsOf(names);
}
