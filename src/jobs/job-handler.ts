import type { Database } from "../database/database.js";
import type { Tx } from "../database/transactions/transaction.js";
import type { JobBatch, JobCaller, JobKind, Json, RunningJob } from "./job.js";

/**
 * Runs the jobs of one kind. If the process dies, or loses the database, `run` is called again, perhaps in another process,
 * with the job as its last batch has left it. This can happen after the last batch, too.
 */
export interface JobHandler {
  /** The scopes that the caller of a job needs. Without them the job fails. They are checked at the start and while the job runs. */
  readonly scopes: readonly string[];
  /**
   * Runs or continues a job. Reads in small steps, and commits in batches that take less than a second.
   *
   * @throws JobPostponed if the job must wait: it runs again after some seconds.
   * @throws JobFailure if the job fails. Its message is shown. For another error the job fails without a reason, unless the
   * database is unavailable: then the job runs again later.
   */
  run(context: JobContext): Promise<JobResult>;
}

export type JobHandlers = Partial<Readonly<Record<JobKind, JobHandler>>>;

export interface JobResult {
  /** The file that the job has written. */
  readonly resultFileId?: string | undefined;
}

/** The services for the run of a job. A command can provide its own, without a row in the database. */
export interface JobContext {
  /** The job at the start of this run. */
  readonly job: RunningJob;
  readonly caller: JobCaller;
  readonly database: Database;
  /**
   * Is aborted with a `JobStopped` when the job is cancelled, when another process has taken it, and when the server closes.
   * Handlers check it in work that commits no batches. `commitBatch` checks it, too.
   */
  readonly signal: AbortSignal;
  /** Stores the number of rows of the job. */
  setTotal(total: number): Promise<void>;
  /**
   * Runs `work` in a transaction, and stores its counts, errors and position in the same transaction. The author of its changes
   * in history is the caller. After a deadlock or a unique violation `work` runs again, so it must only read and write with `tx`.
   *
   * @throws JobStopped if this process may no longer write. Nothing of the batch is written then.
   */
  commitBatch(work: (tx: Tx) => Promise<JobBatch>): Promise<void>;
  /** Sets all counts to 0, deletes the errors and stores this position. */
  restart(position: Json): Promise<void>;
}
