/** Limits how much one request reads: all of its rows are in memory at once. */
export class ReadSize {
  readonly #createError: () => Error;
  #bytesLeft: number;
  #error: Error | undefined;

  /** @param createError makes what reads fail with that are too much. */
  constructor(maxBytes: number, createError: () => Error) {
    this.#bytesLeft = maxBytes;
    this.#createError = createError;
  }

  /** What reads fail with; undefined as long as it is not too much. */
  get error(): Error | undefined {
    return this.#error;
  }

  /** @throws when it is too much, together with what was read before. */
  add(bytes: number): void {
    this.#bytesLeft -= bytes;
    if (this.#bytesLeft < 0) this.#error ??= this.#createError();
    this.check();
  }

  /** @throws when it was too much already. */
  check(): void {
    if (this.#error !== undefined) throw this.#error;
  }
}
