import { allScopes } from "../access/auth/scope.type.js";
import type { Database } from "../database/database.js";
import { inTransaction } from "../database/transactions/transaction.js";
import type { JobCaller, Json } from "../jobs/job.js";
import type { JobContext } from "../jobs/job-handler.js";

/** A command has the access of its database. */
const caller: JobCaller = { type: "SYSTEM", id: "system", scopes: allScopes };
const noCounts = { created: 0, updated: 0, unchanged: 0, failed: 0 };

interface ExportContextOptions {
  readonly input: Json;
  readonly database: Database;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** Returns a context for an export without a row in the database: a command that exports writes nothing there. */
export function createExportContext({ input, database, signal, onProgress }: ExportContextOptions) {
  const progress = { processed: 0, total: 0 };
  const context: JobContext = {
    job: {
      ...noCounts,
      id: "command",
      kind: "CUSTOMERS_EXPORT",
      input,
      dryRun: false,
      sourceFileId: null,
      total: null,
      processed: 0,
      position: null,
    },
    caller,
    database,
    signal,
    setTotal: async (total) => {
      progress.total = total;
    },
    commitBatch: async (work) => {
      const { processed = 0 } = await inTransaction(database.prisma, caller, work);
      progress.processed += processed;
      if (progress.total > 0) onProgress(progress.processed, progress.total);
    },
    restart: async () => {
      progress.processed = 0;
    },
  };
  return { context, progress };
}
