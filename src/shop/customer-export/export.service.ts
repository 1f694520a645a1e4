import type { Context } from "../../access/context.js";
import { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { checkFilter, type FieldInfo } from "../../graphql/filters/check-filter.js";
import { isStorableText } from "../../graphql/node/ids.js";
import { customerCondition } from "../customer/customer.list.js";
import { findCustomerField } from "../customer-columns/customer-field.js";
import type { CustomersExportArgs } from "./export.args.js";
import { type ExportInput, filterToJson, toJson } from "./export-job.js";

const maxColumns = 1_000;

/**
 * Queues the export of customers.
 * @throws UserErrorsException for unknown columns.
 * @throws BAD_USER_INPUT for an invalid filter or search.
 */
export async function startExport(
  { db, caller, jobs, files, requestId }: Pick<Context, "db" | "caller" | "jobs" | "files" | "requestId">,
  args: CustomersExportArgs,
  info: FieldInfo,
): Promise<{ jobId: string }> {
  files.requireAvailable();
  const { format, where = null, search = null, columns = null } = args;
  checkFilter(where, info);
  // The job would fail for the same reasons.
  customerCondition({ where, search });
  checkColumns(columns);
  if (caller === null) throw new Error("An export needs a caller.");
  const input: ExportInput = { format, where: filterToJson(where), search, columns };
  const jobCaller = { type: caller.type, id: caller.id, scopes: [...caller.scopes] };
  const jobId = await db.transaction(caller, (tx) =>
    jobs.enqueue(tx, { kind: "CUSTOMERS_EXPORT", caller: jobCaller, requestId, input: toJson(input) }),
  );
  return { jobId };
}

/** @throws UserErrorsException */
export function checkColumns(columns: readonly string[] | null): void {
  const userErrors = new UserErrorCollector();
  if (columns?.length === 0) userErrors.add("REQUIRED", ["columns"], "Must have at least one element.");
  if (columns !== null && columns.length > maxColumns) {
    userErrors.add("TOO_MANY", ["columns"], `Must have at most ${maxColumns} elements.`);
  }
  const seen = new Set<string>();
  for (const [index, column] of (columns ?? []).slice(0, maxColumns).entries()) {
    const path = ["columns", String(index)];
    if (!isStorableText(column) || findCustomerField(column) === null) {
      userErrors.add("INVALID", path, "Must be a field of CustomerUpsertInput, such as addresses.0.city, or id.");
    }
    if (seen.has(column))
      userErrors.add("CONFLICTING_INPUT", path, "Must be another column than each earlier element.");
    seen.add(column);
  }
  userErrors.throwIfAny();
}
