import type { Actor } from "../database/transactions/actor.js";

export type JobKind = "CUSTOMERS_IMPORT" | "CUSTOMERS_EXPORT";
export type JobStatus = "QUEUED" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELED";

/** A value that is stored as JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The caller who started a job. A job has the access of its caller. */
export interface JobCaller extends Actor {
  readonly scopes: readonly string[];
}

/** A job to be queued. */
export interface NewJob {
  readonly kind: JobKind;
  readonly caller: JobCaller;
  /** The request that started the job. History names it with the changes of the job. */
  readonly requestId?: string | undefined;
  /** The arguments. They are stored until the job ends. */
  readonly input: Json;
  readonly dryRun?: boolean;
  readonly sourceFileId?: string | undefined;
}

/** The numbers of rows that a job has processed. `failed` counts rows with errors. */
export interface JobCounts {
  readonly processed: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly failed: number;
}

/** An error of a row of a file. It contains no value of the row. */
export interface JobRowError {
  /** The first line of the row. The header is line 1. */
  readonly line: number;
  /** A value of `UserErrorCode`. */
  readonly code: string;
  readonly message: string;
  readonly column: string | null;
  readonly path: readonly string[];
}

/** The result of a batch. It is stored in the transaction of the batch. */
export interface JobBatch extends Partial<JobCounts> {
  /** In the order of the file. */
  readonly errors?: readonly JobRowError[];
  /** The end of the batch. Another process continues there if this one dies. */
  readonly position: Json;
}

/** A job as its handler sees it. */
export interface RunningJob extends JobCounts {
  readonly id: string;
  readonly kind: JobKind;
  readonly input: Json;
  readonly dryRun: boolean;
  readonly sourceFileId: string | null;
  readonly total: number | null;
  /** The position of the last committed batch. Null if there is none. */
  readonly position: Json;
}

/** The job fails. `message` is shown to callers who may see the job. It contains no personal data. */
export class JobFailure extends Error {
  override name = "JobFailure";
}

/** The job cannot continue now. It waits some seconds, and continues then, perhaps in another process. */
export class JobPostponed extends Error {
  override name = "JobPostponed";
}

/** This process must no longer run the job: it was cancelled, another process has taken it, or this process is closing. */
export class JobStopped extends Error {
  override name = "JobStopped";
}
