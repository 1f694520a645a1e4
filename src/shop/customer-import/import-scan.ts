import type { Scope } from "../../access/auth/scope.type.js";
import { FileFormatError } from "../../file-formats/file-rows.js";
import { Pauses } from "../../graphql/event-loop/pauses.js";
import { JobFailure } from "../../jobs/job.js";
import type { ImportTable, RowSummary } from "./import-table.js";
import { describeUnknownFields } from "./unknown-columns.js";

interface ScanOptions {
  readonly signal: AbortSignal;
  readonly scopes: ReadonlySet<Scope>;
}

/** Further unknown fields are not collected. */
const maxUnknown = 100;

/**
 * Reads a file to its end and returns the number of its rows.
 * @throws FileFormatError if a part cannot be read, or if fields of rows are unknown.
 * @throws JobFailure if the caller may not write all fields.
 */
export async function scanTable(table: ImportTable, { signal, scopes }: ScanOptions): Promise<number> {
  const unknown = new Map<string, number>();
  const pauses = new Pauses();
  let total = 0;
  for await (const row of table.scan()) {
    total += 1;
    if (pauses.isDue) {
      await pauses.pause();
      signal.throwIfAborted();
    }
    checkGroupScope(row, scopes);
    for (const name of row.unknown) if (unknown.size <= maxUnknown && !unknown.has(name)) unknown.set(name, row.line);
  }
  if (unknown.size > 0) throw new FileFormatError(describeUnknownFields(unknown));
  return total;
}

/** Groups need a scope of their own, as in the input of `customersUpsert`. */
export function checkGroupScope({ hasGroups }: Pick<RowSummary, "hasGroups">, scopes: ReadonlySet<Scope>): void {
  if (!hasGroups || scopes.has("CUSTOMER_GROUPS_WRITE")) return;
  throw new JobFailure("The file has groupIds, which need the scope CUSTOMER_GROUPS_WRITE.");
}
