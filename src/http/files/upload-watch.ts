import { isDatabaseUnavailable } from "../../database/errors/errors.js";

const checkCallerEveryMs = 5_000;
const minBytesPerSecond = 8_192;

export interface UploadWatchOptions {
  /** Returns the number of bytes that have arrived. */
  readonly size: () => number;
  /** The client must send a minimum of bytes in each such period. */
  readonly periodMs: number;
  /** @throws UNAUTHENTICATED or FORBIDDEN if the caller may not send the file any more. */
  readonly checkCaller: () => Promise<void>;
}

/** The client sends too slowly. */
export class UploadTooSlow extends Error {
  override name = "UploadTooSlow";
}

/** Interrupts an upload if the client is too slow, or if its session ends. */
export class UploadWatch {
  readonly #abort = new AbortController();
  readonly #timers: readonly NodeJS.Timeout[];

  constructor({ size, periodMs, checkCaller }: UploadWatchOptions) {
    let sizeBefore = 0;
    const checkSpeed = () => {
      const received = size() - sizeBefore;
      sizeBefore += received;
      if (received < (minBytesPerSecond * periodMs) / 1_000) this.#abort.abort(new UploadTooSlow());
    };
    const check = () =>
      checkCaller().catch((error: unknown) => {
        if (!isDatabaseUnavailable(error)) this.#abort.abort(error);
      });
    this.#timers = [setInterval(checkSpeed, periodMs), setInterval(check, checkCallerEveryMs)];
  }

  /** Is aborted with the reason of the interruption. */
  get interruption(): AbortSignal {
    return this.#abort.signal;
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }
}
