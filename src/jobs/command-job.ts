import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import type { Database } from "../database/database.js";
import { inTransaction } from "../database/transactions/transaction.js";
import { JobFailure, JobStopped, type NewJob } from "./job.js";
import { cancelJob, endJob, failAbandonedCommands, type Lease, leaseNewJob } from "./job.rows.js";
import type { JobHandler } from "./job-handler.js";
import { createJobQueue } from "./job-queue.js";
import { JobRun } from "./job-run.js";
import { jobTimeouts } from "./job-worker.js";

export interface CommandJobOptions {
  readonly database: Database;
  readonly logger: Logger;
  /** Cancels the job. Rows that its batches have written stay. */
  readonly signal: AbortSignal;
  /** Is called several times a second while the job runs and the number of its rows is known. */
  readonly onProgress: (done: number, total: number) => void;
}

const progressMs = 200;

/**
 * Runs a job of a command in this process, and returns its id when it has ended. It has a row as each job, so `job` shows its
 * progress, and `jobCancel` ends it. If this process dies, the next command or any server that runs jobs lets the job fail, because
 * they do not have its file.
 */
export async function runCommandJob(handler: JobHandler, job: NewJob, options: CommandJobOptions): Promise<string> {
  const { database, signal } = options;
  const [token, { leaseMs }] = [randomUUID(), jobTimeouts];
  await failAbandonedCommands(database.prisma);
  const leased = await inTransaction(database.prisma, job.caller, async (tx) => {
    const jobId = await createJobQueue(() => {}).enqueue(tx, job);
    return leaseNewJob(tx, { jobId, token, leaseMs });
  });
  const lease: Lease = { jobId: leased.id, token, leaseMs };
  const findCaller = async () => job.caller;
  const run = new JobRun(leased, lease, job.caller, { ...options, ...jobTimeouts, findCaller });
  const stop = () => run.stop(new JobStopped("The command was interrupted."));
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  const timer = setInterval(() => showProgress(run, options), progressMs);
  try {
    await finish(handler, run, lease);
    showProgress(run, options);
  } finally {
    clearInterval(timer);
    signal.removeEventListener("abort", stop);
    await run.close();
  }
  return leased.id;
}

function showProgress({ counts, total }: JobRun, { onProgress }: CommandJobOptions): void {
  if (total !== null && total > 0) onProgress(counts.processed, total);
}

/** Runs the handler, and stores the end of the job. */
async function finish(handler: JobHandler, run: JobRun, lease: Lease): Promise<void> {
  const { prisma } = run.database;
  try {
    const { resultFileId = null } = await handler.run(run);
    await endJob(prisma, lease, { status: "SUCCEEDED", failure: null, resultFileId });
  } catch (error) {
    const reason = run.signal.aborted ? run.signal.reason : error;
    if (reason instanceof JobStopped) {
      await inTransaction(prisma, run.caller, (tx) => cancelJob(tx, lease.jobId));
      return;
    }
    const failure = reason instanceof JobFailure ? reason.message : "An internal error.";
    await endJob(prisma, lease, { status: "FAILED", failure, resultFileId: null });
    if (!(reason instanceof JobFailure)) throw reason;
  }
}
