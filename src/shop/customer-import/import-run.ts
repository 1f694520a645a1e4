import type { Caller } from "../../access/auth/caller.js";
import type { Scope } from "../../access/auth/scope.type.js";
import type { FilePosition, FileRow } from "../../file-formats/file-rows.js";
import { type JobCaller, JobFailure } from "../../jobs/job.js";
import type { JobContext } from "../../jobs/job-handler.js";
import type { CustomerDraft } from "./customer-draft.js";
import { type BatchResult, ImportBatch } from "./import-batch.js";
import type { ImportFile } from "./import-file.js";
import { type ImportInput, type ImportPhase, type ImportPosition, importPositionOf, toJson } from "./import-job.js";
import { ImportNames } from "./import-names.rows.js";
import { checkGroupScope, scanTable } from "./import-scan.js";
import type { ImportTable } from "./import-table.js";

/** A batch takes less than a second, and a cancelled job stops after it. */
const maxBatchRows = 500;
const maxBatchBytes = 2_097_152;

/** Imports the rows of a file, from the end of the last batch. */
export class ImportRun {
  readonly #context: JobContext;
  readonly #file: ImportFile;
  readonly #table: ImportTable;
  readonly #input: ImportInput;
  readonly #caller: Caller;

  constructor(context: JobContext, file: ImportFile, table: ImportTable, input: ImportInput) {
    this.#context = context;
    this.#file = file;
    this.#table = table;
    this.#input = input;
    this.#caller = callerOf(context.caller);
  }

  async run(): Promise<void> {
    const position = importPositionOf(this.#context.job.position) ?? (await this.#begin());
    if (position.phase === "write") return this.#write(position);
    await this.#check(position);
    if (this.#context.job.dryRun) return;
    const start = this.#startOf("write");
    await this.#context.restart(toJson(start));
    await this.#write(start);
  }

  /** Reads the whole file, so that it fails before anything is written if it cannot be read. */
  async #begin(): Promise<ImportPosition> {
    const { signal } = this.#context;
    const total = await scanTable(this.#table, { signal, scopes: this.#caller.scopes });
    await this.#context.setTotal(total);
    return this.#startOf(this.#input.onBadRow === "ALL_OR_NOTHING" ? "check" : "write");
  }

  #startOf(phase: ImportPhase): ImportPosition {
    return { phase, ...this.#table.start };
  }

  /** Checks all rows, and writes nothing. */
  async #check(position: ImportPosition): Promise<void> {
    let { failed } = this.#context.job;
    for await (const { result } of this.#commitBatches(position)) failed += result.failed;
    if (failed > 0) {
      throw new JobFailure(`${count(failed, "row has errors", "rows have errors")}, so nothing was written.`);
    }
  }

  async #write(position: ImportPosition): Promise<void> {
    checkNotRefused(position);
    for await (const batch of this.#commitBatches(position)) checkNotRefused(batch.position);
  }

  async *#commitBatches({ phase, ...from }: ImportPosition) {
    const { job } = this.#context;
    const isDry = job.dryRun || phase === "check";
    const options = {
      caller: this.#caller,
      dryRun: isDry,
      skipsBadRows: isDry || this.#input.onBadRow === "SKIP_BAD_ROWS",
      earlierNames: new ImportNames(job.id, phase),
    };
    let start: FilePosition = from;
    for await (const rows of batchesOf(this.#table.rows(from), from)) {
      for (const { value } of rows) if (value !== null) checkGroupScope(value, this.#caller.scopes);
      const batch = await ImportBatch.of(this.#table, rows);
      const end = rows.at(-1)?.end ?? start;
      const refusedFrom = start.line;
      let committed: { result: BatchResult; position: ImportPosition } | undefined;
      await this.#context.commitBatch(async (tx) => {
        await this.#file.lock(tx);
        const result = await batch.upsert(tx, options);
        const isRefused = result.failed > 0 && !options.skipsBadRows;
        const position: ImportPosition = { phase, ...end, ...(isRefused && { refusedFrom }) };
        committed = { result, position };
        return { ...this.#shown(result, phase), position: toJson(position) };
      });
      if (committed !== undefined) yield committed;
      start = end;
    }
  }

  /** A check of an import that will write does not show what it would write. */
  #shown({ processed, failed, errors, ...written }: BatchResult, phase: ImportPhase) {
    const isShown = phase === "write" || this.#context.job.dryRun;
    return { processed, failed, errors, ...(isShown ? written : {}) };
  }
}

/** @throws JobFailure if the batch that ends here was refused. */
function checkNotRefused({ refusedFrom }: ImportPosition): void {
  if (refusedFrom === undefined) return;
  const reason = "Other changes since the check conflict with some rows.";
  throw new JobFailure(`${reason} The rows up to line ${refusedFrom - 1} were written, the others were not.`);
}

async function* batchesOf(rows: AsyncIterable<FileRow<CustomerDraft>>, from: FilePosition) {
  let batch: FileRow<CustomerDraft>[] = [];
  let start = from.bytes;
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < maxBatchRows && row.end.bytes - start < maxBatchBytes) continue;
    yield batch;
    batch = [];
    start = row.end.bytes;
  }
  if (batch.length > 0) yield batch;
}

function callerOf({ type, id, scopes }: JobCaller): Caller {
  return { type, id, scopes: new Set(scopes as readonly Scope[]) };
}

function count(number: number, one: string, several: string): string {
  return `${number} ${number === 1 ? one : several}`;
}
