import { write, writeSync } from "node:fs";

/** Lines are written in batches of this size. Writing each line alone costs several times as much as making it. */
const charactersPerWrite = 65_536;
/** A smaller batch is written after this time. */
const longestWaitMs = 200;
/** While the reader of the log is too slow, lines beyond this size are dropped. The server runs on, with bounded memory. */
const maxWaitingCharacters = 8_388_608;
const retryAfterMs = 10;

/**
 * Writes the lines of pino to a file descriptor in the background. The remaining lines are written when the process exits.
 * docs/dependencies.md says why this is not sonic-boom.
 */
export class LogDestination {
  readonly #fd: number;
  #lines: string[] = [];
  #characters = 0;
  #isWriting = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(fd: number) {
    this.#fd = fd;
    process.once("exit", () => this.#writeRemaining());
  }

  write(line: string): void {
    if (this.#characters >= maxWaitingCharacters) return;
    this.#lines.push(line);
    this.#characters += line.length;
    if (this.#characters >= charactersPerWrite) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), longestWaitMs).unref();
  }

  #flush(): void {
    if (this.#isWriting) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#lines.length > 0) this.#write(this.#takeBatch());
  }

  #takeBatch(): Buffer {
    const bytes = Buffer.from(this.#lines.join(""));
    this.#lines = [];
    this.#characters = 0;
    return bytes;
  }

  #write(bytes: Buffer): void {
    this.#isWriting = true;
    write(this.#fd, bytes, (error, written) => {
      // The pipe is full.
      if (error?.code === "EAGAIN") return void setTimeout(() => this.#write(bytes), retryAfterMs).unref();
      if (error === null && written < bytes.length) return this.#write(bytes.subarray(written));
      // After any other error the batch is lost: the log itself is the only place to report it.
      this.#isWriting = false;
      this.#flush();
    });
  }

  #writeRemaining(): void {
    let bytes = this.#takeBatch();
    try {
      while (bytes.length > 0) bytes = bytes.subarray(writeSync(this.#fd, bytes));
    } catch {
      // The reader is gone or too slow. The process exits without the last lines.
    }
  }
}
