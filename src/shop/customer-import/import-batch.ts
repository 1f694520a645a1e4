import type { Caller } from "../../access/auth/caller.js";
import type { Tx } from "../../database/transactions/transaction.js";
import type { FileRow } from "../../file-formats/file-rows.js";
import type { UserErrorCode } from "../../graphql/errors/user-error.type.js";
import { Pauses } from "../../graphql/event-loop/pauses.js";
import type { JobCounts, JobRowError } from "../../jobs/job.js";
import type { PlannedRow } from "../customer-sync/upsert-plan.js";
import { type EarlierNames, upsertRows } from "../customer-sync/upsert-rows.js";
import type { CustomerDraft } from "./customer-draft.js";
import { type ImportRow, toImportRow } from "./import-row.js";
import type { ImportTable } from "./import-table.js";

/** Limits the rows of `job_row_error`: a row of a few kilobytes can have thousands of errors. */
const maxErrorsOfRow = 100;

export interface BatchOptions {
  readonly caller: Caller;
  readonly dryRun: boolean;
  readonly skipsBadRows: boolean;
  readonly earlierNames: EarlierNames;
}

export interface BatchResult extends JobCounts {
  /** In the order of the file. */
  readonly errors: readonly JobRowError[];
}

/** An error of a row. Its path is relative to the row of `customersUpsert`. */
interface RowError {
  readonly code: UserErrorCode;
  readonly message: string;
  readonly path: readonly string[];
  readonly column: string | null;
}

/** Rows of a file after the checks that need no database. */
export class ImportBatch {
  readonly #table: ImportTable;
  readonly #rows: readonly FileRow<ImportRow>[];

  private constructor(table: ImportTable, rows: readonly FileRow<ImportRow>[]) {
    this.#table = table;
    this.#rows = rows;
  }

  static async of(table: ImportTable, rows: readonly FileRow<CustomerDraft>[]): Promise<ImportBatch> {
    const checked: FileRow<ImportRow>[] = [];
    const pauses = new Pauses();
    for (const [index, row] of rows.entries()) {
      if (pauses.isDue) await pauses.pause();
      const value = row.value === null ? null : await toImportRow(row.value, index, table.rules);
      checked.push({ ...row, value });
    }
    return new ImportBatch(table, checked);
  }

  /** Upserts the rows as `customersUpsert` does. If bad rows are not skipped, one of them means that nothing is written. */
  async upsert(tx: Tx, options: BatchOptions): Promise<BatchResult> {
    const { skipsBadRows } = options;
    const rows = this.#rows.flatMap(({ value }) => value?.row ?? []);
    const dryRun = options.dryRun || (!skipsBadRows && rows.length < this.#rows.length);
    const planned = await upsertRows(tx, rows, { ...options, dryRun });
    const errors = this.#errorsOf(planned);
    const failed = new Set(errors.map(({ line }) => line)).size;
    const isRefused = failed > 0 && !skipsBadRows;
    const count = (outcome: PlannedRow["outcome"]) =>
      isRefused ? 0 : planned.filter((row) => row.outcome === outcome).length;
    return {
      processed: this.#rows.length,
      created: count("CREATED"),
      updated: count("UPDATED"),
      unchanged: count("UNCHANGED"),
      failed,
      errors,
    };
  }

  #errorsOf(planned: readonly PlannedRow[]): JobRowError[] {
    let next = 0;
    return this.#rows.flatMap(({ line, value, problem }) => {
      if (problem !== null) return { line, path: [], column: null, ...problem };
      const userErrors = value === null ? [] : (planned[next]?.userErrors.all() ?? []);
      next += 1;
      const errors = userErrors.map(({ code, message, path }): RowError => {
        const column = this.#table.columnOf(value?.paths.fieldOf(path) ?? "");
        return { code, message, path, column };
      });
      return withoutRepeats(errors)
        .slice(0, maxErrorsOfRow)
        .map((error) => ({ line, ...error }));
    });
  }
}

/** An external id that identifies the customer is two values of the input, but one cell. Its error is reported once. */
function withoutRepeats(errors: readonly RowError[]): RowError[] {
  const seen = new Set<string>();
  return errors.filter(({ code, column }) => {
    if (column === null) return true;
    const key = `${code} ${column}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
