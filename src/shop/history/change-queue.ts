import { subscriberTooSlow } from "../../graphql/errors/request-errors.js";
import type { ReadableChange } from "./change.type.js";

/** How many changes wait for a follower before those who follow with it have to wait, too. */
const maxQueuedChanges = 1_000;

/** The changes on their way to one follower. A follower who does not take them is let go of: they never pile up. */
export class ChangeQueue implements AsyncIterableIterator<ReadableChange> {
  readonly #onEnd: () => void;
  readonly #queueTimeoutMs: number;
  #queued: ReadableChange[] = [];
  #isEnded = false;
  #failure: unknown;
  /** The follower waits for a change. */
  #wakeReader: (() => void) | undefined;
  /** The feed waits for room. */
  #wakeWriter: (() => void) | undefined;

  /**
   * @param onEnd is called once, whoever ends it.
   * @param queueTimeoutMs is how long the follower may take to make room.
   */
  constructor(onEnd: () => void, queueTimeoutMs: number) {
    this.#onEnd = onEnd;
    this.#queueTimeoutMs = queueTimeoutMs;
  }

  /** Adds changes. Waits for room when there is none any more; when none comes in time, the follower is too slow. */
  async push(changes: readonly ReadableChange[]): Promise<void> {
    if (this.#isEnded) return;
    this.#queued.push(...changes);
    this.#wakeReader?.();
    if (this.#queued.length >= maxQueuedChanges && !(await this.#waitForRoom())) this.fail(subscriberTooSlow());
  }

  /** Ends with an error; what still waited is not handed over. */
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
