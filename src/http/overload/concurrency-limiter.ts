import { performance } from "node:perf_hooks";

/** How much a server takes on. */
export interface LoadLimits {
  /** Requests at once, however idle the process is. */
  readonly maxRequests: number;
  /** How long an answer may take on average while the process has no time left. */
  readonly busyLatencyMs: number;
}

/** What requests wait for. */
export interface Queue {
  /** How many wait for a connection to the database. */
  readonly waitingCount: number;
  readonly options: { readonly max: number };
}

const tickMs = 25;
/** A process that has less of its time left is busy. */
const busyFrom = 0.95;
/** One long computation is no overload: that is several ticks in a row. */
const busyTicks = 3;
/** Taken on however slow they are: the process would stand idle while they wait for the database. */
const minRequests = 8;
/** As long as little of the code is compiled its rate tells little, and a page of a shop sends a few dozen requests at once. */
const minRequestsAtStart = 32;
const startRequests = 1_000;
/** How the limit opens again, a tick at a time: all at once, everybody who was refused would be back. */
const opening = 1.05;
/** How much of a tick's rate counts: what is finished in one varies. */
const smoothing = 0.3;
const waitingPerConnection = 10;
/** Of few connections, too, more can wait: a request may have a dozen statements. */
const minWaiting = 50;

/**
 * Decides whether another request can be taken on. As long as the event loop has time left, that is a matter of their number.
 * When it has none, each more makes all wait longer: by Little's law requests take on average as long as there are in
 * flight, divided by how many are finished in a time, so just as many are let in as the latency allows.
 */
export class ConcurrencyLimiter {
  readonly #limits: LoadLimits;
  readonly #queue: Queue;
  readonly #timer: NodeJS.Timeout;
  #limit: number;
  #inFlight = 0;
  #finished = 0;
  #finishedEver = 0;
  /** Requests finished in a millisecond. */
  #rate = 0;
  #busyFor = 0;
  #lookedAt = performance.now();
  #utilization = performance.eventLoopUtilization();

  constructor(limits: LoadLimits, queue: Queue) {
    this.#limits = limits;
    this.#queue = queue;
    this.#limit = limits.maxRequests;
    this.#timer = setInterval(() => this.#look(), tickMs).unref();
  }

  get isFull(): boolean {
    const { waitingCount, options } = this.#queue;
    const maxWaiting = Math.max(minWaiting, options.max * waitingPerConnection);
    return this.#inFlight >= this.#limit || waitingCount >= maxWaiting;
  }

  /** Counts a request until it is done. */
  async count<T>(request: Promise<T>): Promise<T> {
    this.#inFlight += 1;
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

  #look(): void {
    const now = performance.now();
    const passed = now - this.#lookedAt;
    const utilization = performance.eventLoopUtilization();
    const { utilization: busy } = performance.eventLoopUtilization(utilization, this.#utilization);
    this.#busyFor = busy >= busyFrom ? this.#busyFor + 1 : 0;
    const { maxRequests, busyLatencyMs } = this.#limits;
    this.#rate += (this.#finished / passed - this.#rate) * smoothing;
    if (this.#busyFor >= busyTicks) {
      const least = this.#finishedEver < startRequests ? minRequestsAtStart : minRequests;
      this.#limit = Math.max(least, Math.round(this.#rate * busyLatencyMs));
    } else if (this.#busyFor === 0) {
      this.#limit = Math.ceil(this.#limit * opening);
    }
    this.#limit = Math.min(this.#limit, maxRequests);
    this.#lookedAt = now;
    this.#utilization = utilization;
    this.#finishedEver += this.#finished;
    this.#finished = 0;
  }
}
