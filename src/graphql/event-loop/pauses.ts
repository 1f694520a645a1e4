import { setImmediate } from "node:timers/promises";

const maxMsAtOnce = 5;

/**
 * Divides long work into parts of a few milliseconds. Between them the event loop serves other requests, health checks and the
 * time limit.
 */
export class Pauses {
  readonly #now: () => number;
  #startedAt: number;

  /** `now` returns milliseconds; tests give another clock. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#startedAt = now();
  }

  /** True if the current part has run long enough. */
  get isDue(): boolean {
    return this.#now() - this.#startedAt > maxMsAtOnce;
  }

  /** Ends a part. The next one starts in a later turn of the event loop. */
  async pause(): Promise<void> {
    await setImmediate();
    this.#startedAt = this.#now();
  }
}

/** Lets other requests run before a request goes on. */
export async function letOthersRun(): Promise<void> {
  await setImmediate();
}

/** graphql-js completes so many objects in about two milliseconds. */
const valuesPerTurn = 500;

/**
 * Makes graphql-js complete a long list in parts: it waits for the elements, of which a few hundred become available in each
 * turn of the event loop. A short list stays as it is.
 */
export function inTurns<Value>(values: readonly Value[]): readonly (Value | Promise<Value>)[] {
  let turn = Promise.resolve();
  return values.map((value, index) => {
    if (index < valuesPerTurn) return value;
    if (index % valuesPerTurn === 0) turn = turn.then(() => setImmediate());
    return turn.then(() => value);
  });
}
