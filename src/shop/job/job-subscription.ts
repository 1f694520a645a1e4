import type { SubscriberToken } from "../../access/session/invalid-tokens.js";
import type { ReadableJob } from "./job.type.js";

/** A subscriber of one job. */
export interface JobSubscriber {
  readonly token: SubscriberToken | undefined;
  /** Throws if the subscriber may no longer see the job. */
  checkAccess(job: ReadableJob): Promise<void>;
}

/**
 * The states of a job for one subscriber, until it has ended. A slow subscriber misses states in between, so there is no queue:
 * only the last state counts.
 */
export class JobSubscription implements AsyncIterableIterator<ReadableJob> {
  readonly subscriber: JobSubscriber;
  readonly jobId: string;
  readonly #onEnd: (subscription: JobSubscription) => void;
  /** The last state that was not delivered. */
  #next: ReadableJob | undefined;
  /** The last state that was pushed. */
  #last: ReadableJob;
  #isEnded = false;
  #failure: unknown;
  /** Set while the subscriber waits. */
  #wakeReader: (() => void) | undefined;

  constructor(job: ReadableJob, subscriber: JobSubscriber, onEnd: (subscription: JobSubscription) => void) {
    this.jobId = job.id;
    this.subscriber = subscriber;
    this.#onEnd = onEnd;
    this.#next = job;
    this.#last = job;
    if (job.finishedAt !== null) this.#isEnded = true;
  }

  /** The last state. */
  get last(): ReadableJob {
    return this.#last;
  }

  /** Delivers a state. The state of a finished job is the last one. */
  push(job: ReadableJob): void {
    if (this.#isEnded) return;
    this.#last = job;
    this.#next = job;
    if (job.finishedAt !== null) this.end();
    this.#wakeReader?.();
  }

  /** Ends with an error. A state that was not delivered is dropped. */
  fail(error: unknown): void {
    if (this.#isEnded) return;
    this.#next = undefined;
    this.#failure = error;
    this.end();
  }

  /** Ends after the last state. */
  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#onEnd(this);
    this.#wakeReader?.();
  }

  async next(): Promise<IteratorResult<ReadableJob, undefined>> {
    while (this.#next === undefined && !this.#isEnded) {
      await new Promise<void>((resolve) => {
        this.#wakeReader = resolve;
      });
    }
    const job = this.#next;
    this.#next = undefined;
    if (job !== undefined) return { done: false, value: job };
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<ReadableJob, undefined>> {
    this.#next = undefined;
    this.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
