import { findInvalidTokens } from "../../access/session/invalid-tokens.js";
import type { Database } from "../../database/database.js";
import { isDatabaseUnavailable } from "../../database/errors/errors.js";
import { listenFor, type Notifications } from "../../database/notifications.js";
import { badArgument } from "../../graphql/errors/request-errors.js";
import { readJobsById } from "./job.loaders.js";
import type { ReadableJob } from "./job.type.js";
import { type JobSubscriber, JobSubscription } from "./job-subscription.js";

// Polling finds states without a notification: it may be lost with its connection, and the embedded database sends none.
const pollIntervalMs = { server: 1_000, embedded: 200 };
/** A job can commit many batches in a second. */
const minPauseMs = 100;
const accessCheckIntervalMs = 10_000;

/**
 * Delivers the states of jobs to the subscribers of this instance. The jobs may run on any instance. States are read from the table
 * of jobs; a notification only starts a read.
 */
export class JobFeed {
  readonly #database: Pick<Database, "pool" | "kind" | "reader">;
  readonly #onError: (error: unknown) => void;
  readonly #subscriptions = new Set<JobSubscription>();
  #poll: Promise<void> | undefined;
  #isPollDue = false;
  #interval: NodeJS.Timeout | undefined;
  #accessCheckedAt = 0;
  #notifications: Notifications | undefined;

  /** @param onError is called when a read fails. The next poll tries again. */
  constructor(database: Pick<Database, "pool" | "kind" | "reader">, onError: (error: unknown) => void) {
    this.#database = database;
    this.#onError = onError;
  }

  /**
   * Subscribes to a job. The present state comes first.
   * @throws BAD_USER_INPUT if there is no such job, and the error of `checkAccess`.
   */
  async subscribe(jobId: string, subscriber: JobSubscriber): Promise<JobSubscription> {
    const [job] = await readJobsById(this.#database.reader, [jobId]);
    if (job === undefined) throw unknownJob();
    await subscriber.checkAccess(job);
    const subscription = new JobSubscription(job, subscriber, (ended) => this.#unsubscribe(ended));
    if (job.finishedAt !== null) return subscription;
    this.#subscriptions.add(subscription);
    this.#start();
    // The job may have changed since it was read.
    this.#schedulePoll();
    return subscription;
  }

  /** Ends all subscriptions. */
  async close(): Promise<void> {
    for (const subscription of this.#subscriptions) subscription.end();
    await this.#poll;
  }

  #start(): void {
    this.#interval ??= setInterval(() => this.#schedulePoll(), pollIntervalMs[this.#database.kind]).unref();
    if (this.#database.kind === "embedded") return;
    this.#notifications ??= listenFor(this.#database.pool, "job", {
      onNotification: () => this.#schedulePoll(),
      onError: this.#onError,
    });
  }

  #unsubscribe(subscription: JobSubscription): void {
    this.#subscriptions.delete(subscription);
    if (this.#subscriptions.size > 0) return;
    clearInterval(this.#interval);
    this.#interval = undefined;
    this.#notifications?.stop();
    this.#notifications = undefined;
  }

  /** Starts a poll, at the earliest a moment after the one before. */
  #schedulePoll(): void {
    this.#isPollDue = true;
    this.#poll ??= this.#pollWhileDue().finally(() => {
      this.#poll = undefined;
    });
  }

  async #pollWhileDue(): Promise<void> {
    while (this.#isPollDue && this.#subscriptions.size > 0) {
      this.#isPollDue = false;
      try {
        await this.#deliver();
      } catch (error) {
        this.#onError(error);
      }
      await new Promise((resolve) => setTimeout(resolve, minPauseMs).unref());
    }
  }

  async #deliver(): Promise<void> {
    const subscriptions = [...this.#subscriptions];
    const ids = new Set(subscriptions.map(({ jobId }) => jobId));
    const jobs = await readJobsById(this.#database.reader, [...ids]);
    const jobsById = new Map(jobs.map((job) => [job.id, job]));
    const isDue = await this.#accessChecks(subscriptions);
    await Promise.all(
      subscriptions.map(async (subscription) => {
        const job = jobsById.get(subscription.jobId);
        // The job was deleted.
        if (job === undefined) return subscription.end();
        const isNew = !isSameState(job, subscription.last);
        if (!isNew && !isDue(subscription)) return;
        const failure = await accessErrorOf(subscription, job);
        if (failure !== undefined) subscription.fail(failure.error);
        else if (isNew) subscription.push(job);
      }),
    );
  }

  /** The access of everybody is checked every ten seconds, and at once after the end of a session. */
  async #accessChecks(subscriptions: readonly JobSubscription[]): Promise<(subscription: JobSubscription) => boolean> {
    if (Date.now() - this.#accessCheckedAt >= accessCheckIntervalMs) {
      this.#accessCheckedAt = Date.now();
      return () => true;
    }
    const invalid = await findInvalidTokens(
      this.#database.pool,
      subscriptions.map((subscription) => ({ subscription, token: subscription.subscriber.token })),
    );
    const due = new Set(invalid.map(({ subscription }) => subscription));
    return (subscription) => due.has(subscription);
  }
}

/** The error for an unknown job, and for one that the caller may not see. */
export function unknownJob(): Error {
  return badArgument(["id"], "must be the id of an existing job");
}

function isSameState(job: ReadableJob, other: ReadableJob): boolean {
  return JSON.stringify(job) === JSON.stringify(other);
}

async function accessErrorOf({ subscriber }: JobSubscription, job: ReadableJob) {
  try {
    await subscriber.checkAccess(job);
    return undefined;
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw error;
    return { error };
  }
}
