import type { Scope } from "../../access/auth/scope.type.js";
import { FileFormatError } from "../../file-formats/file-rows.js";
import { JobFailure } from "../../jobs/job.js";
import type { JobContext, JobHandler, JobResult } from "../../jobs/job-handler.js";
import { openCsvTable } from "./csv-table.js";
import type { ImportFile, ImportFiles } from "./import-file.js";
import { importInputOf } from "./import-job.js";
import { deleteImportNames } from "./import-names.rows.js";
import { ImportRun } from "./import-run.js";
import { openJsonlTable } from "./jsonl-table.js";

/** Imports customers from files. */
export class CustomersImportHandler implements JobHandler {
  readonly scopes: readonly Scope[] = ["JOBS_MANAGE", "CUSTOMERS_WRITE"];
  readonly #files: ImportFiles;

  constructor(files: ImportFiles) {
    this.#files = files;
  }

  async run(context: JobContext): Promise<JobResult> {
    const { job, database } = context;
    try {
      await this.#importFile(context);
    } catch (error) {
      const failure = error instanceof FileFormatError ? new JobFailure(error.message) : error;
      if (failure instanceof JobFailure) await deleteImportNames(database.prisma, job.id);
      throw failure;
    }
    await deleteImportNames(database.prisma, job.id);
    return {};
  }

  async #importFile(context: JobContext): Promise<void> {
    const file = await this.#files.open(context.job.sourceFileId ?? "");
    try {
      await importFile(context, file);
    } finally {
      await file.close();
    }
  }
}

async function importFile(context: JobContext, file: ImportFile): Promise<void> {
  const input = importInputOf(context.job.input);
  const table = await (input.format === "CSV" ? openCsvTable(file, input) : openJsonlTable(file, input));
  await new ImportRun(context, file, table, input).run();
}
