import { subscriberTooSlow } from "../../graphql/errors/request-errors.js";
import type { ReadableChange } from "./change.type.js";

/** How many changes wait for a follower before those who follow with it have to wait, too. */
const roomFor = 1_000;

/** The changes on their way to one follower. A follower who does not take them is let go of: they never pile up. */
export class ChangeQueue implements AsyncIterableIterator<ReadableChange> {
  readonly #onEnd: () => void;
  readonly #waitForRoomMs: number;
  #waiting: ReadableChange[] = [];
  #isOver = false;
  #failure: unknown;
  /** The follower waits for a change. */
  #wakeReader: (() => void) | undefined;
  /** The feed waits for room. */
  #wakeWriter: (() => void) | undefined;

  /**
   * @param onEnd is called once, whoever ends it.
   * @param waitForRoomMs is how long the follower may take to make room.
   */
  constructor(onEnd: () => void, waitForRoomMs: number) {
    this.#onEnd = onEnd;
    this.#waitForRoomMs = waitForRoomMs;
  }

  /** Adds changes. Waits for room when there is none any more; when none comes in time, the follower is too slow. */
  async push(changes: readonly ReadableChange[]): Promise<void> {
    if (this.#isOver) return;
    this.#waiting.push(...changes);
    this.#wakeReader?.();
    if (this.#waiting.length >= roomFor && !(await this.#hasRoomInTime())) this.fail(subscriberTooSlow());
  }

  /** Ends with an error; what still waited is not handed over. */
  fail(error: unknown): void {
    if (this.#isOver) return;
    this.#failure = error;
    this.end();
  }

  /** Ends without an error. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#waiting = [];
    this.#wakeReader?.();
    this.#wakeWriter?.();
    this.#onEnd();
  }

  async next(): Promise<IteratorResult<ReadableChange, undefined>> {
    while (this.#waiting.length === 0 && !this.#isOver) {
      await new Promise<void>((resolve) => {
        this.#wakeReader = resolve;
      });
    }
    const change = this.#waiting.shift();
    if (this.#waiting.length < roomFor) this.#wakeWriter?.();
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

  async #hasRoomInTime(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wakeWriter = resolve;
      timer = setTimeout(resolve, this.#waitForRoomMs).unref();
    });
    clearTimeout(timer);
    return this.#waiting.length < roomFor;
  }
}
