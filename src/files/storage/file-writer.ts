import type { FileHandle } from "node:fs/promises";
import { Writable } from "node:stream";
import { FileTooLarge, storageError } from "./file-errors.js";

export interface FileWriterOptions {
  readonly id: string;
  /** The draft of the file. */
  readonly handle: FileHandle;
  /** Unlimited if undefined. */
  readonly maxBytes?: number | undefined;
  /** Gives the file its final name and makes it visible. */
  readonly publish: (size: number) => Promise<void>;
  /** Deletes the file and its row. */
  readonly remove: () => Promise<void>;
  /** Is called when the writer has ended in one way or the other. */
  readonly onEnd: () => void;
}

/**
 * Writes a file. Nobody sees the file before `finish`. If the process dies, or if the writer is discarded, nothing remains.
 * All methods throw SERVICE_UNAVAILABLE if the disk is full or fails.
 */
export class FileWriter {
  readonly id: string;
  readonly #options: FileWriterOptions;
  #size = 0;
  #failure: Error | undefined;
  #publication: Promise<void> | undefined;
  #discarded: Promise<void> | undefined;

  constructor(options: FileWriterOptions) {
    this.id = options.id;
    this.#options = options;
  }

  /** The number of bytes so far. */
  get size(): number {
    return this.#size;
  }

  /**
   * Appends bytes. Call it again only after the promise has ended.
   * @throws FileTooLarge
   */
  async write(bytes: Uint8Array): Promise<void> {
    const { maxBytes = Number.POSITIVE_INFINITY } = this.#options;
    this.#throwIfFailed();
    if (this.#size + bytes.length > maxBytes) throw new FileTooLarge(maxBytes);
    try {
      await this.#options.handle.writeFile(bytes);
    } catch (error) {
      throw storageError(error);
    }
    this.#size += bytes.length;
  }

  /** A stream that appends to the file. Call `finish` after its end. */
  stream(): Writable {
    return new Writable({
      write: (chunk: Buffer, _encoding, done) => this.write(chunk).then(() => done(), done),
      // Many small parts are written at once.
      writev: (parts, done) =>
        this.write(Buffer.concat(parts.map(({ chunk }) => chunk as Buffer))).then(() => done(), done),
    });
  }

  /** Writes everything to the disk and makes the file visible. If this fails, the writer is discarded. */
  async finish(): Promise<void> {
    const { handle, publish, onEnd } = this.#options;
    try {
      this.#throwIfFailed();
      await handle.sync();
      await handle.close();
      // The writer may have been discarded in the meantime.
      this.#throwIfFailed();
      this.#publication = publish(this.#size);
      await this.#publication;
    } catch (error) {
      await this.discard();
      throw storageError(error);
    }
    onEnd();
  }

  /** Deletes the file. If `finish` is making it visible, waits for it. A visible file stays. */
  discard(): Promise<void> {
    this.#discarded ??= this.#discard();
    return this.#discarded;
  }

  /** Makes all further writes fail. */
  fail(error: Error): void {
    this.#failure ??= error;
  }

  async #discard(): Promise<void> {
    if (this.#publication === undefined) this.fail(new Error("The file was discarded."));
    else if (await succeeds(this.#publication)) return;
    try {
      await this.#options.handle.close();
      await this.#options.remove();
    } finally {
      this.#options.onEnd();
    }
  }

  #throwIfFailed(): void {
    if (this.#failure) throw this.#failure;
  }
}

function succeeds(promise: Promise<void>): Promise<boolean> {
  return promise.then(
    () => true,
    () => false,
  );
}
