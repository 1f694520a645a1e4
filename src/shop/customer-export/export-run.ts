import type { GraphQLSchema } from "graphql";
import { scopesOfInput } from "../../access/auth/input-requirements.js";
import type { Scope } from "../../access/auth/scope.type.js";
import { openSnapshot } from "../../database/snapshots/open-snapshot.js";
import { type JobCaller, JobFailure } from "../../jobs/job.js";
import type { JobContext } from "../../jobs/job-handler.js";
import { type ExportSummary, exportQuery } from "./export.rows.js";
import { allColumns, fieldsOf } from "./export-columns.js";
import type { ExportFile } from "./export-file.js";
import { csvFormat, type ExportFormat, jsonlFormat } from "./export-format.js";
import { type ExportInput, filterTypeOf, readFilter, toJson } from "./export-job.js";
import { readCustomer } from "./exported-customer.js";

/** A row has up to 64 KiB of metadata, and each of its addresses, too. */
const rowsAtOnce = 100;
const rowsPerBatch = 1_000;

/** What an export reads. */
interface ExportPlan extends ExportInput {
  readonly query: ReturnType<typeof exportQuery>;
  readonly hasGroups: boolean;
}

/** Writes all customers that match to a file, from the beginning. */
export async function writeCustomers(
  context: JobContext,
  file: ExportFile,
  input: ExportInput,
  { schema, runs }: { schema: GraphQLSchema; runs: number },
): Promise<void> {
  const plan = planExport(input, context.caller, schema);
  const snapshot = await openSnapshot<ExportSummary>(context.database, plan.query);
  try {
    await context.setTotal(snapshot.summary.total);
    const format = formatOf(plan, snapshot.summary);
    await file.write(Buffer.from(format.header));
    let uncounted = 0;
    const count = async () => {
      const processed = uncounted;
      uncounted = 0;
      await context.commitBatch(async () => ({ processed, position: toJson({ runs }) }));
    };
    for (;;) {
      context.signal.throwIfAborted();
      const rows = await snapshot.next(rowsAtOnce);
      if (rows.length === 0) return await count();
      await file.write(Buffer.from(rows.map((row) => format.row(readCustomer(row))).join("")));
      uncounted += rows.length;
      if (uncounted >= rowsPerBatch) await count();
    }
  } finally {
    await snapshot.close();
  }
}

/** @throws JobFailure if the caller may not read something that the input names. */
function planExport(input: ExportInput, { scopes }: JobCaller, schema: GraphQLSchema): ExportPlan {
  const { columns, search } = input;
  const where = readFilter(schema, input.where);
  const needed: Scope[] = scopesOfInput(filterTypeOf(schema), where);
  if (columns?.includes("groupIds")) needed.push("CUSTOMER_GROUPS_READ");
  const missing = needed.filter((scope) => !scopes.includes(scope));
  if (missing.length > 0) {
    throw new JobFailure(`The caller who started the job no longer has ${[...new Set(missing)].join(", ")}.`);
  }
  const hasGroups = columns?.includes("groupIds") ?? scopes.includes("CUSTOMER_GROUPS_READ");
  const hasAddresses = columns?.some((column) => column.startsWith("addresses.")) ?? true;
  return { ...input, hasGroups, query: exportQuery({ where, search, hasGroups, hasAddresses }) };
}

function formatOf({ format, columns, hasGroups }: ExportPlan, summary: ExportSummary): ExportFormat {
  const fields = columns === null ? undefined : fieldsOf(columns);
  return format === "JSONL" ? jsonlFormat(fields) : csvFormat(fields ?? allColumns(summary, hasGroups));
}
