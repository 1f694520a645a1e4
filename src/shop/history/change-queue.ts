import { subscriberTooSlow } from "../../graphql/errors/request-errors.js";
import type { ReadableChange } from "./change.type.js";

/** The size of a full queue. A full queue delays the other subscribers. */
const maxQueuedChanges = 1_000;

/** The queue of changes for one subscriber. A subscriber who is too slow is disconnected, so memory stays bounded. */
export class ChangeQueue implements AsyncIterableIterator<ReadableChange> {
  readonly #onEnd: () => void;
  readonly #queueTimeoutMs: number;
  #queued: ReadableChange[] = [];
  #isEnded = false;
  #failure: unknown;
  /** Set while the subscriber waits for a change. */
  #wakeReader: (() => void) | undefined;
  /** Set while the feed waits for room in the queue. */
  #wakeWriter: (() => void) | undefined;

  /**
   * @param onEnd is called once, when the subscriber, the feed or an error ends the queue.
   * @param queueTimeoutMs the time in which the subscriber must make room in a full queue.
   */
  constructor(onEnd: () => void, queueTimeoutMs: number) {
    this.#onEnd = onEnd;
    this.#queueTimeoutMs = queueTimeoutMs;
  }

  /** Adds changes. If the queue is full, waits for room. Ends the queue if there is no room in time. */
  async push(changes: readonly ReadableChange[]): Promise<void> {
    if (this.#isEnded) return;
    this.#queued.push(...changes);
    this.#wakeReader?.();
    if (this.#queued.length >= maxQueuedChanges && !(await this.#waitForRoom())) this.fail(subscriberTooSlow());
  }

  /** Ends with an error. Queued changes are dropped. */
  fail(error: unknown): void {
    if (this.#isEnded) return;
    this.#failure = error;
    this.end();
  }

  /** Ends without an error. */
  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#queued = [];
    this.#wakeReader?.();
    this.#wakeWriter?.();
    this.#onEnd();
  }

  async next(): Promise<IteratorResult<ReadableChange, undefined>> {
    while (this.#queued.length === 0 && !this.#isEnded) {
      await new Promise<void>((resolve) => {
        this.#wakeReader = resolve;
      });
    }
    const change = this.#queued.shift();
    if (this.#queued.length < maxQueuedChanges) this.#wakeWriter?.();
    if (change !== undefined) return { done: false, value: change };
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<ReadableChange, undefined>> {
    this.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #waitForRoom(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wakeWriter = resolve;
      timer = setTimeout(resolve, this.#queueTimeoutMs).unref();
    });
    clearTimeout(timer);
    return this.#queued.length < maxQueuedChanges;
  }
}
