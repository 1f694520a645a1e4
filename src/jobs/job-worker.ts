import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "pino";
import type { Database } from "../database/database.js";
import { isDatabaseUnavailable, isRetryable } from "../database/errors/errors.js";
import { describeError } from "../monitoring/error-log.js";
import type { JobRunResult } from "../monitoring/metrics.js";
import { type JobCaller, JobFailure, type JobKind, JobPostponed, JobStopped } from "./job.js";
import {
  endJob,
  failAbandonedCommands,
  type JobEnd,
  type Lease,
  type LeasedJob,
  leaseNextJob,
  releaseLease,
} from "./job.rows.js";
import type { JobHandler, JobHandlers } from "./job-handler.js";
import { JobRun } from "./job-run.js";

export interface JobWorkerOptions {
  readonly database: Database;
  readonly handlers: JobHandlers;
  /** Returns the scopes that a caller has now. Null if the caller was deleted or revoked, or has expired. */
  readonly findScopes: (caller: Pick<JobCaller, "type" | "id">) => Promise<readonly string[] | null>;
  readonly logger: Logger;
  /** Is called after each run. */
  readonly onResult: (result: JobRunResult, kind: JobKind) => void;
  readonly timeouts: JobTimeouts;
}

export interface JobTimeouts {
  /** The duration of a lease from its last renewal. Then another process can take the job. */
  readonly leaseMs: number;
  /** The interval between two renewals of a lease. A cancelled job stops at the next renewal, or after its batch. */
  readonly renewMs: number;
  /** The longest time between two looks for jobs. */
  readonly pollMs: number;
  /** The time that closing waits for the batches in progress. */
  readonly closeMs: number;
  /** The least time between two checks that the caller of a running job still has access. Leases are renewed more often. */
  readonly callerCheckMs: number;
}

export const jobTimeouts: JobTimeouts = {
  leaseMs: 15_000,
  renewMs: 1_000,
  pollMs: 5_000,
  closeMs: 10_000,
  callerCheckMs: 10_000,
};

const maxRuns = 2;
/** A job that ends its process each time, for example because the memory is exhausted, must not do so for ever. */
const maxAttempts = 10;
const maxPauseSeconds = 300;
const postponedSeconds = 2;

/**
 * Runs the jobs of the queue. Each instance of the server has one worker, which runs two jobs at once. It looks for jobs every few
 * seconds, and when it is woken.
 */
export class JobWorker {
  readonly #options: JobWorkerOptions;
  readonly #kinds: readonly JobKind[];
  /** The runs of this process by the ids of their jobs. */
  readonly #runs = new Map<string, Promise<void>>();
  readonly #stops = new Map<string, (reason: JobStopped) => void>();
  #timer: NodeJS.Timeout | undefined;
  #search: Promise<void> | undefined;
  #isWoken = false;
  #isClosing = false;
  #isDatabaseAway = false;

  constructor(options: JobWorkerOptions) {
    this.#options = options;
    this.#kinds = Object.keys(options.handlers) as JobKind[];
    this.wake();
  }

  /** Looks for jobs now. */
  wake(): void {
    this.#isWoken = true;
    if (this.#isClosing || this.#search !== undefined) return;
    clearTimeout(this.#timer);
    this.#search = this.#startJobs().finally(() => {
      this.#search = undefined;
      if (this.#isClosing) return;
      // The pause is random, so that instances do not look at the same time.
      this.#timer = setTimeout(() => this.wake(), this.#options.timeouts.pollMs * (0.5 + Math.random() / 2)).unref();
    });
  }

  /** Stops the jobs after their batches, and releases their leases, so that another instance continues at once. */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearTimeout(this.#timer);
    await this.#search;
    for (const stop of this.#stops.values()) stop(new JobStopped("The server is closing."));
    const stopped = Promise.all(this.#runs.values());
    await Promise.race([stopped, wait(this.#options.timeouts.closeMs, undefined, { ref: false })]);
  }

  async #startJobs(): Promise<void> {
    try {
      while (this.#isWoken && !this.#isClosing) {
        this.#isWoken = false;
        await failAbandonedCommands(this.#options.database.prisma);
        while (!this.#isClosing && this.#runs.size < maxRuns && (await this.#startNextJob()));
      }
      this.#isDatabaseAway = false;
    } catch (error) {
      if (!this.#isDatabaseAway) {
        this.#options.logger.warn({ error: describeError(error) }, "The queue of jobs could not be read.");
      }
      this.#isDatabaseAway = true;
    }
  }

  /** @returns false if no job waits. */
  async #startNextJob(): Promise<boolean> {
    const { database, timeouts } = this.#options;
    const token = randomUUID();
    const { leaseMs } = timeouts;
    const running = [...this.#runs.keys()];
    const job = await leaseNextJob(database.prisma, { kinds: this.#kinds, token, leaseMs, running });
    if (job === undefined) return false;
    const run = this.#runJob(job, { jobId: job.id, token, leaseMs }).finally(() => {
      this.#runs.delete(job.id);
      this.wake();
    });
    this.#runs.set(job.id, run);
    return true;
  }

  async #runJob(job: LeasedJob, lease: Lease): Promise<void> {
    const { logger, handlers, onResult } = this.#options;
    const handler = handlers[job.kind];
    if (handler === undefined) throw new Error(`There is no handler for ${job.kind}.`);
    const details = { jobId: job.id, kind: job.kind, attempt: job.attempts };
    const started = performance.now();
    logger.info(details, job.position === null ? "A job starts." : "A job continues.");
    try {
      const { result, counts } = await this.#finish(job, lease, handler);
      onResult(result, job.kind);
      const durationMs = Math.round(performance.now() - started);
      logger.info({ ...details, durationMs, ...counts }, `A job ends: ${result}.`);
    } catch (error) {
      // The lease ends by itself.
      onResult("released", job.kind);
      logger.warn({ ...details, error: describeError(error) }, "The end of a job could not be stored.");
    }
  }

  /** Runs the handler, and stores the end of the run. */
  async #finish(job: LeasedJob, lease: Lease, handler: JobHandler) {
    const { prisma: db } = this.#options.database;
    let run: JobRun | undefined;
    let end: JobEnd;
    try {
      if (job.attempts > maxAttempts) throw new JobFailure(`The job was given up after ${maxAttempts} attempts.`);
      const caller = await this.#findCaller(job, handler);
      run = this.#createRun(job, lease, caller);
      const { resultFileId } = await handler.run(run);
      end = { status: "SUCCEEDED", failure: null, resultFileId: resultFileId ?? null };
    } catch (error) {
      // The reason of a stop comes first: the handler may have failed because of it.
      const reason = run?.signal.aborted ? run.signal.reason : error;
      if (reason instanceof JobStopped) return { result: await this.#afterStop(lease), counts: run?.counts };
      if (reason instanceof JobPostponed)
        return { result: await this.#postpone(job, lease, reason), counts: run?.counts };
      if (isTemporary(reason)) return { result: await this.#release(job, lease, reason), counts: run?.counts };
      end = { status: "FAILED", failure: this.#failureOf(job, reason), resultFileId: null };
    } finally {
      this.#stops.delete(job.id);
      await run?.close();
    }
    const isStored = await endJob(db, lease, end);
    const result: JobRunResult = end.status === "SUCCEEDED" ? "succeeded" : "failed";
    return { result: isStored ? result : await this.#afterStop(lease), counts: run?.counts };
  }

  #createRun(job: LeasedJob, lease: Lease, caller: JobCaller): JobRun {
    const { database, logger, timeouts, handlers } = this.#options;
    const findCaller = async (leased: LeasedJob) => this.#findCaller(leased, handlers[leased.kind]);
    const { renewMs, callerCheckMs } = timeouts;
    const run = new JobRun(job, lease, caller, { database, logger, renewMs, callerCheckMs, findCaller });
    this.#stops.set(job.id, (reason) => run.stop(reason));
    if (this.#isClosing) run.stop(new JobStopped("The server is closing."));
    return run;
  }

  /** The caller has the scopes of the start that are left, not those that were added later. */
  async #findCaller(job: LeasedJob, handler: JobHandler | undefined): Promise<JobCaller> {
    const { actorType: type, actorId: id } = job;
    const current = await this.#options.findScopes({ type, id });
    if (current === null) throw new JobFailure("The caller who started the job was deleted, revoked, or has expired.");
    const scopes = job.scopes.filter((scope) => current.includes(scope));
    const missing = handler?.scopes.filter((scope) => !scopes.includes(scope)) ?? [];
    if (missing.length > 0) throw new JobFailure(`The caller who started the job no longer has ${missing.join(", ")}.`);
    return { type, id, scopes };
  }

  /** Releases the lease, unless it was lost. */
  async #afterStop({ jobId, token }: Lease): Promise<JobRunResult> {
    const { prisma: db } = this.#options.database;
    const job = await db.job.findUnique({ where: { id: jobId }, select: { status: true, leaseToken: true } });
    if (job?.status === "CANCELED") return "canceled";
    if (job?.leaseToken === token) await releaseLease(db, { jobId, token, leaseMs: 0 }, { isAttempt: false });
    return "released";
  }

  /** Releases the lease without counting an attempt, because the job waits for something that happens without it. */
  async #postpone(
    { id: jobId, kind }: LeasedJob,
    lease: Lease,
    { message: reason }: JobPostponed,
  ): Promise<JobRunResult> {
    const { database, logger } = this.#options;
    logger.info({ jobId, kind, reason }, "A job waits.");
    await releaseLease(database.prisma, lease, { pauseSeconds: postponedSeconds, isAttempt: false });
    return "released";
  }

  async #release(job: LeasedJob, lease: Lease, error: unknown): Promise<JobRunResult> {
    const { database, logger } = this.#options;
    const pauseSeconds = Math.min(maxPauseSeconds, 2 ** job.attempts);
    const details = { jobId: job.id, kind: job.kind, attempt: job.attempts, error: describeError(error) };
    logger.warn(details, "A job was interrupted. It continues later.");
    await releaseLease(database.prisma, lease, { pauseSeconds });
    return "released";
  }

  #failureOf({ id, kind }: LeasedJob, error: unknown): string {
    if (error instanceof JobFailure) return error.message;
    this.#options.logger.error({ jobId: id, kind, error: describeError(error) }, "A job failed.");
    return "An internal error. The log of the server has the details, with the id of the job.";
  }
}

function isTemporary(error: unknown): boolean {
  return isDatabaseUnavailable(error) || isRetryable(error);
}
