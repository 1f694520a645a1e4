import { pino } from "pino";
import { rootKeyId } from "../../src/access/api-key/root-key.js";
import { findPresentScopes } from "../../src/access/auth/present-scopes.js";
import { allScopes } from "../../src/access/auth/scope.type.js";
import type { Database } from "../../src/database/database.js";
import { inTransaction } from "../../src/database/transactions/transaction.js";
import type { JobCaller } from "../../src/jobs/job.js";
import type { JobContext, JobHandler } from "../../src/jobs/job-handler.js";
import { startJobService } from "../../src/jobs/job-service.js";
import { CustomersImportHandler } from "../../src/shop/customer-import/import.handler.js";
import type { ImportFiles } from "../../src/shop/customer-import/import-file.js";
import { sourceOf } from "../file-formats/file-source.js";
import { jobRow } from "../jobs/job.steps.js";
import { eventually } from "../support/mail.js";
import type { TestServer } from "../support/server.js";

const root: JobCaller = { type: "API_KEY", id: rootKeyId, scopes: allScopes };

export interface ImportArgs {
  readonly format?: "CSV" | "JSONL";
  readonly columns?: { column: string; field: string }[];
  readonly identifyBy?: string | null;
  readonly onBadRow?: "ALL_OR_NOTHING" | "SKIP_BAD_ROWS";
  readonly dryRun?: boolean;
  readonly caller?: JobCaller;
  /** Runs between the check and the first write of an import that is all or nothing. */
  readonly beforeWrite?: () => Promise<unknown>;
  /** Runs after each batch. A JobStopped ends the run, and another one continues. */
  readonly afterBatch?: (context: JobContext) => unknown;
  /** Default: the content is the only file. */
  readonly files?: ImportFiles;
  readonly fileId?: string;
}

/** Imports a file, and returns the job at its end. */
export async function importFile({ testDatabase }: TestServer, content: string | Buffer, args: ImportArgs = {}) {
  const { database } = testDatabase;
  const { format = "CSV", columns = [], identifyBy = null, onBadRow = "SKIP_BAD_ROWS", dryRun = false } = args;
  const service = startWorker(database, content, args);
  const id = await inTransaction(database.prisma, null, (tx) =>
    service.queue.enqueue(tx, {
      kind: "CUSTOMERS_IMPORT",
      caller: args.caller ?? root,
      input: { format, columns, identifyBy, onBadRow },
      dryRun,
      sourceFileId: args.fileId ?? "file_1",
    }),
  );
  const job = await eventually("the import does not end", async () => {
    const row = await jobRow(database, id);
    return row.finishedAt === null ? undefined : row;
  });
  await service.close();
  return {
    ...job,
    errors: job.errors.map(({ line, code, column, path }) => `${line}: ${code} at ${path.join(".")} (${column})`),
  };
}

function startWorker(database: Database, content: string | Buffer, { beforeWrite, afterBatch, files }: ImportArgs) {
  const open = async () => ({ ...sourceOf(content), lock: async () => {}, close: async () => {} });
  const handler = new CustomersImportHandler(files ?? { open });
  const run: JobHandler["run"] = (context) =>
    handler.run({
      job: context.job,
      caller: context.caller,
      database: context.database,
      signal: context.signal,
      setTotal: (total) => context.setTotal(total),
      commitBatch: async (work) => {
        await context.commitBatch(work);
        await afterBatch?.(context);
      },
      restart: async (position) => {
        await beforeWrite?.();
        await context.restart(position);
      },
    });
  return startJobService(
    { handlers: { CUSTOMERS_IMPORT: { scopes: handler.scopes, run } }, timeouts: { pollMs: 20, callerCheckMs: 0 } },
    {
      database,
      logger: pino({ level: "warn" }),
      metrics: undefined,
      findScopes: (caller) => findPresentScopes(database.prisma, caller),
    },
  );
}
