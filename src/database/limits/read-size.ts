/** Limits the number of bytes that one request reads, because all of its rows are in memory at the same time. */
export class ReadSize {
  readonly #createError: () => Error;
  #bytesLeft: number;
  #error: Error | undefined;

  /** @param createError creates the error of reads above the limit. */
  constructor(maxBytes: number, createError: () => Error) {
    this.#bytesLeft = maxBytes;
    this.#createError = createError;
  }

  /** The error of reads above the limit; undefined while the limit is not exceeded. */
  get error(): Error | undefined {
    return this.#error;
  }

  /** @throws if the total number of bytes exceeds the limit. */
  add(bytes: number): void {
    this.#bytesLeft -= bytes;
    if (this.#bytesLeft < 0) this.#error ??= this.#createError();
    this.check();
  }

  /** @throws if the limit was exceeded before. */
  check(): void {
    if (this.#error !== undefined) throw this.#error;
  }
}
