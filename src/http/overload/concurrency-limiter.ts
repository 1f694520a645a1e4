import { performance } from "node:perf_hooks";

/** The limits of load. Further requests are refused. */
export interface LoadLimits {
  /** The maximum number of requests in flight, also while the process is idle. */
  readonly maxRequests: number;
  /** The maximum average latency while the process is busy. */
  readonly busyLatencyMs: number;
}

/** The pool of database connections. */
export interface ConnectionQueue {
  /** The number of queries that wait for a connection to the database. */
  readonly waitingCount: number;
  readonly options: { readonly max: number };
}

const tickMs = 25;
/** The process is busy from this utilization of its event loop on. */
const busyFrom = 0.95;
/** The process is overloaded after so many busy ticks in a row. One long computation is no overload. */
const busyTicks = 3;
/** The lowest limit. A page of a shop sends a few dozen requests at once, which is no overload even if each takes long. */
const minRequests = 32;
/** The limit grows by this factor in each tick that is not busy. It grows slowly, because refused clients try again. */
const growth = 1.05;
/** The weight of the last tick in the average rate. */
const smoothing = 0.3;
const waitingPerConnection = 10;
/** The number of queries that can always wait, because a request can have a dozen statements. */
const minWaiting = 50;

/**
 * Limits the number of requests in flight. While the process is busy, each additional request makes all of them slower. By
 * Little's law their average latency is their number divided by the rate at which they finish. The limit is therefore this rate
 * multiplied by the latency that is allowed.
 */
export class ConcurrencyLimiter {
  readonly #limits: LoadLimits;
  readonly #queue: ConnectionQueue;
  /** Undefined while there is no load to measure. A timer that always runs takes 1 % of a core. */
  #timer: NodeJS.Timeout | undefined;
  #limit: number;
  #inFlight = 0;
  #finished = 0;
  /** The average number of requests that finish in a millisecond. */
  #rate = 0;
  #busyTicks = 0;
  #updatedAt = 0;
  #utilization = performance.eventLoopUtilization();

  constructor(limits: LoadLimits, queue: ConnectionQueue) {
    this.#limits = limits;
    this.#queue = queue;
    this.#limit = limits.maxRequests;
  }

  get isFull(): boolean {
    const { waitingCount, options } = this.#queue;
    const maxWaiting = Math.max(minWaiting, options.max * waitingPerConnection);
    return this.#inFlight >= this.#limit || waitingCount >= maxWaiting;
  }

  /** Counts a request as in flight until it is answered or has failed. */
  async count<T>(request: Promise<T>): Promise<T> {
    this.#inFlight += 1;
    if (!this.#timer) this.#startTimer();
    try {
      return await request;
    } finally {
      this.#inFlight -= 1;
      this.#finished += 1;
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #startTimer(): void {
    this.#updatedAt = performance.now();
    this.#utilization = performance.eventLoopUtilization();
    this.#timer = setInterval(() => this.#update(), tickMs).unref();
  }

  /** Stops the timer and forgets what it measured, because the next requests may differ from those before the pause. */
  #stopTimer(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#rate = 0;
    this.#busyTicks = 0;
  }

  #update(): void {
    const now = performance.now();
    const passed = now - this.#updatedAt;
    const utilization = performance.eventLoopUtilization();
    const { utilization: busy } = performance.eventLoopUtilization(utilization, this.#utilization);
    this.#busyTicks = busy >= busyFrom ? this.#busyTicks + 1 : 0;
    const { maxRequests, busyLatencyMs } = this.#limits;
    this.#rate += (this.#finished / passed - this.#rate) * smoothing;
    if (this.#busyTicks >= busyTicks) {
      this.#limit = Math.max(minRequests, Math.round(this.#rate * busyLatencyMs));
    } else if (this.#busyTicks === 0) {
      this.#limit = Math.ceil(this.#limit * growth);
    }
    this.#limit = Math.min(this.#limit, maxRequests);
    this.#updatedAt = now;
    this.#utilization = utilization;
    if (this.#inFlight === 0 && this.#finished === 0 && this.#limit === maxRequests) this.#stopTimer();
    this.#finished = 0;
  }
}
