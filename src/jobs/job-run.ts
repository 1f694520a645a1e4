import type { Logger } from "pino";
import type { Database } from "../database/database.js";
import { inTransaction, type Tx } from "../database/transactions/transaction.js";
import { type JobBatch, type JobCaller, type JobCounts, JobFailure, JobStopped, type Json } from "./job.js";
import { type Lease, type LeasedJob, recordBatch, renewLease, restartJob, setTotal } from "./job.rows.js";
import type { JobContext } from "./job-handler.js";

const progressIntervalMs = 10_000;

export interface JobRunOptions {
  readonly database: Database;
  readonly logger: Logger;
  readonly renewMs: number;
  readonly callerCheckMs: number;
  /** Returns the caller with the scopes that are left. Throws a JobFailure if the caller may no longer run the job. */
  readonly findCaller: (job: LeasedJob) => Promise<JobCaller>;
}

/** The run of a job in this process. It renews the lease until it is closed. */
export class JobRun implements JobContext {
  readonly job: LeasedJob;
  readonly caller: JobCaller;
  readonly database: Database;
  readonly signal: AbortSignal;
  readonly #lease: Lease;
  readonly #options: JobRunOptions;
  readonly #abort = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #renewal: Promise<void> | undefined;
  #callerCheckedAt = Date.now();
  #progressLoggedAt = Date.now();
  #counts: JobCounts;
  #total: number | null;

  constructor(job: LeasedJob, lease: Lease, caller: JobCaller, options: JobRunOptions) {
    this.job = job;
    this.caller = caller;
    this.database = options.database;
    this.signal = this.#abort.signal;
    this.#lease = lease;
    this.#options = options;
    this.#counts = job;
    this.#total = job.total;
    this.#timer = setInterval(() => this.#renew(), options.renewMs).unref();
  }

  /** The counts after the last batch. */
  get counts(): JobCounts {
    const { processed, created, updated, unchanged, failed } = this.#counts;
    return { processed, created, updated, unchanged, failed };
  }

  /** The number of rows. Null until it is known. */
  get total(): number | null {
    return this.#total;
  }

  async setTotal(total: number): Promise<void> {
    this.signal.throwIfAborted();
    if (!(await setTotal(this.database.prisma, this.#lease, total))) throw this.#leaseLost();
    this.#total = total;
  }

  async commitBatch(work: (tx: Tx) => Promise<JobBatch>): Promise<void> {
    this.signal.throwIfAborted();
    this.#counts = await this.#transaction(async (tx) => {
      const counts = await recordBatch(tx, this.#lease, await work(tx));
      if (counts === undefined) throw this.#leaseLost();
      return counts;
    });
    this.#logProgress();
    this.signal.throwIfAborted();
  }

  async restart(position: Json): Promise<void> {
    this.signal.throwIfAborted();
    await this.#transaction(async (tx) => {
      if (!(await restartJob(tx, this.#lease, position))) throw this.#leaseLost();
    });
    this.#counts = { processed: 0, created: 0, updated: 0, unchanged: 0, failed: 0 };
  }

  /** Makes the handler stop. */
  stop(reason: unknown): void {
    this.#abort.abort(reason);
  }

  /** Stops the renewals of the lease. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#renewal;
  }

  #transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const { requestId } = this.job;
    return inTransaction(this.database.prisma, this.caller, work, { requestId: requestId ?? undefined });
  }

  #renew(): void {
    if (this.signal.aborted) return;
    this.#renewal ??= this.#checkLease().finally(() => {
      this.#renewal = undefined;
    });
  }

  async #checkLease(): Promise<void> {
    try {
      if (!(await renewLease(this.database.prisma, this.#lease))) return this.stop(this.#leaseLost());
      if (Date.now() - this.#callerCheckedAt < this.#options.callerCheckMs) return;
      this.#callerCheckedAt = Date.now();
      await this.#options.findCaller(this.job);
    } catch (error) {
      // After another error the next renewal tries again. Each batch checks the lease, too.
      if (error instanceof JobFailure) this.stop(error);
    }
  }

  #leaseLost(): JobStopped {
    return new JobStopped("The job was cancelled, or another process has taken it.");
  }

  #logProgress(): void {
    if (Date.now() - this.#progressLoggedAt < progressIntervalMs) return;
    this.#progressLoggedAt = Date.now();
    const { id: jobId, kind } = this.job;
    this.#options.logger.info({ jobId, kind, total: this.#total, ...this.counts }, "A job is running.");
  }
}
