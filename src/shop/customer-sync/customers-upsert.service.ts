import type { Caller } from "../../access/auth/caller.js";
import type { RequestDatabase } from "../../database/request-database.js";
import type { UserError } from "../../graphql/errors/user-error.type.js";
import { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { inTurns } from "../../graphql/event-loop/pauses.js";
import type { CustomersUpsertArgs, CustomerUpsertArgs } from "./customer-upsert.args.js";
import { CustomerUpsertRow } from "./customer-upsert.input.js";
import { CustomerUpsertResult } from "./customer-upsert.payload.js";
import type { PlannedRow } from "./upsert-plan.js";
import { parseRows, type UpsertOptions, upsertRows } from "./upsert-rows.js";

/** The most rows of one call. */
const maxRows = 1_000;

/** Creates or changes a customer. It is a call of `customersUpsert` with one row. */
export async function upsertCustomer(db: RequestDatabase, caller: Caller | null, args: CustomerUpsertArgs) {
  const { by, input, ifVersion = null, dryRun } = args;
  const rows = await parseRows([Object.assign(new CustomerUpsertRow(), { by, input, ifVersion })]);
  const options = { caller, dryRun, skipsBadRows: false };
  const [planned] = await db.transaction(caller, (tx) => upsertRows(tx, rows, options));
  planned?.userErrors.throwIfAny();
  return planned === undefined ? {} : resultOf(planned, options);
}

/** Creates or changes many customers in one transaction. Errors of rows are in the results. */
export async function upsertCustomers(db: RequestDatabase, caller: Caller | null, args: CustomersUpsertArgs) {
  checkRowCount(args.rows);
  const rows = await parseRows(args.rows);
  const options = { caller, dryRun: args.dryRun, skipsBadRows: args.onBadRow === "SKIP_BAD_ROWS" };
  const planned = await db.transaction(caller, (tx) => upsertRows(tx, rows, options));
  const isRefused = !options.skipsBadRows && planned.some(({ plan }) => plan === null);
  const counts = { CREATED: 0, UPDATED: 0, UNCHANGED: 0, FAILED: 0 };
  for (const { outcome } of planned) counts[isRefused ? "FAILED" : outcome] += 1;
  return {
    results: inTurns(planned.map((row) => (isRefused ? failedResult(row) : resultOf(row, options)))),
    created: counts.CREATED,
    updated: counts.UPDATED,
    unchanged: counts.UNCHANGED,
    failed: counts.FAILED,
    userErrors: isRefused ? errorsOfRows(planned) : [],
  };
}

function checkRowCount(rows: readonly CustomerUpsertRow[]): void {
  if (rows.length <= maxRows) return;
  const userErrors = new UserErrorCollector();
  userErrors.add("TOO_MANY", ["rows"], `Must have at most ${maxRows} elements.`);
  userErrors.throwIfAny();
}

/** The result of a row. A customer that a dry run would create does not exist. */
function resultOf({ outcome, plan, userErrors }: PlannedRow, { dryRun }: UpsertOptions): CustomerUpsertResult {
  const isMissing = plan === null || (dryRun && plan.created !== null);
  return Object.assign(new CustomerUpsertResult(), {
    outcome,
    customerId: isMissing ? null : plan.id,
    userErrors: userErrors.all(),
  });
}

/** The result of a row of a call that writes nothing because of errors. */
function failedResult({ userErrors }: PlannedRow): CustomerUpsertResult {
  const outcome = "FAILED" as const;
  return Object.assign(new CustomerUpsertResult(), { outcome, customerId: null, userErrors: userErrors.all() });
}

/** The errors of all rows, with paths that begin with the row. */
function errorsOfRows(planned: readonly PlannedRow[]): UserError[] {
  return planned.flatMap(({ userErrors }, index) =>
    userErrors.all().map((error) =>
      Object.assign(Object.create(Object.getPrototypeOf(error)), error, {
        path: ["rows", String(index), ...error.path],
      }),
    ),
  );
}
