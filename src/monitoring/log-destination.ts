import { write, writeSync } from "node:fs";

/** Lines are written together: writing each by itself costs several times as much as making it. */
const charactersPerWrite = 65_536;
const longestWaitMs = 200;
/** When nobody takes the log any more, lines are dropped from here on: the server goes on, and its memory ends. */
const maxWaitingCharacters = 8_388_608;
const tryAgainAfterMs = 10;

/** Where pino writes its lines. What is left is written when the process ends. */
export class LogDestination {
  readonly #fd: number;
  #lines: string[] = [];
  #characters = 0;
  #isWriting = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(fd: number) {
    this.#fd = fd;
    process.once("exit", () => this.#writeLast());
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
    if (this.#lines.length > 0) this.#write(this.#take());
  }

  #take(): Buffer {
    const bytes = Buffer.from(this.#lines.join(""));
    this.#lines = [];
    this.#characters = 0;
    return bytes;
  }

  #write(bytes: Buffer): void {
    this.#isWriting = true;
    write(this.#fd, bytes, (error, written) => {
      // A pipe that is full.
      if (error?.code === "EAGAIN") return void setTimeout(() => this.#write(bytes), tryAgainAfterMs).unref();
      if (error === null && written < bytes.length) return this.#write(bytes.subarray(written));
      // After any other error the bytes are lost: nobody is there to be told of it.
      this.#isWriting = false;
      this.#flush();
    });
  }

  #writeLast(): void {
    let bytes = this.#take();
    try {
      while (bytes.length > 0) bytes = bytes.subarray(writeSync(this.#fd, bytes));
    } catch {
      // Whoever reads the log is not there or does not keep up, and the process ends nevertheless.
    }
  }
}
