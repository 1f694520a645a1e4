import { download, type FileServer, useFileServer } from "../files/files.steps.js";
import { jobRow } from "../jobs/job.steps.js";
import type { ExportCustomersMutationVariables } from "../support/generated/graphql.js";
import { eventually } from "../support/mail.js";
import type { TestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { exportCustomers } from "./export.operations.js";

type ExportArgs = ExportCustomersMutationVariables;

/** The server of a test file. It runs exports. */
export function useExportServer(): FileServer {
  return useFileServer({ jobs: { timeouts: { pollMs: 50, renewMs: 50 } } });
}

/** Starts an export, and returns the id of its job. */
export async function startExport(server: TestServer, args: ExportArgs = {}): Promise<string> {
  const { job, userErrors } = (await server.run(exportCustomers, args)).customersExport;
  if (!job) throw new Error(`The export was refused: ${inShort(userErrors)}`);
  return job.id;
}

/** Waits for the end of a job. */
export function endOf({ testDatabase }: TestServer, id: string) {
  return eventually("the export does not end", async () => {
    const job = await jobRow(testDatabase.database, id);
    return job.finishedAt === null ? undefined : job;
  });
}

/** Exports customers, and returns the content of the file. */
export async function exportFile(server: TestServer, args: ExportArgs = {}): Promise<string> {
  const job = await endOf(server, await startExport(server, args));
  if (job.resultFileId === null) throw new Error(`The export is ${job.status}: ${job.failure}`);
  return (await download(server, job.resultFileId)).body;
}

/** Exports customers as JSONL, and returns the objects. */
export async function exportObjects(server: TestServer, args: ExportArgs = {}) {
  const lines = (await exportFile(server, { ...args, format: "JSONL" })).trimEnd().split("\n");
  return lines.filter((line) => line !== "").map((line): Record<string, unknown> => JSON.parse(line));
}
