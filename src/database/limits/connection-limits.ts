import { Semaphore } from "./semaphore.js";

/** Maximum number of connections that a caller and a request may hold. */
export interface ConnectionLimitOptions {
  readonly perCaller: number;
  readonly perRequest: number;
}

/**
 * Maximum number of short statements in one pipeline. A statement waits for those before it, so a low limit keeps the wait
 * short.
 */
export const maxTogether = 4;
/** Units for a statement in a pipeline. Connections are counted in these units. */
export const sharedConnection = 1;
/** Units for a transaction, or for a statement with its own connection. */
export const wholeConnection = maxTogether;

/**
 * Returns the default limits for a pool size. A caller may hold half of the pool, so that the other half stays free for other
 * callers. A request may hold a fifth, which is two of ten: enough for a list and its count, and less than the limit of its
 * caller.
 */
export function defaultConnectionLimits(poolSize: number): ConnectionLimitOptions {
  return { perCaller: Math.max(1, Math.floor(poolSize / 2)), perRequest: Math.max(1, Math.floor(poolSize / 5)) };
}

/** Limits the number of connections that each request and each caller hold. Work that exceeds a limit waits in a queue. */
export class ConnectionLimits {
  readonly #options: ConnectionLimitOptions;
  /** Semaphores of the callers that hold connections now. */
  readonly #callers = new Map<string, CallerConnections>();

  constructor(options: ConnectionLimitOptions) {
    this.#options = options;
  }

  ofRequest(): RequestConnections {
    return new RequestConnections(this.#options.perRequest, this);
  }

  ofCaller(callerId: string): CallerConnections {
    const known = this.#callers.get(callerId);
    if (known !== undefined) return known;
    const created = new CallerConnections(callerId, this.#options.perCaller);
    this.#callers.set(callerId, created);
    return created;
  }

  releaseOfCaller(caller: CallerConnections, units: number): void {
    caller.release(units);
    if (caller.isUnused) this.#callers.delete(caller.callerId);
  }
}

/** The connections that all requests of one caller hold. */
class CallerConnections extends Semaphore {
  readonly callerId: string;

  constructor(callerId: string, limit: number) {
    super(limit * wholeConnection);
    this.callerId = callerId;
  }
}

/** The connections held by one request. */
export class RequestConnections {
  readonly #requestSemaphore: Semaphore;
  readonly #limits: ConnectionLimits;
  #callerId: string | undefined;

  constructor(limit: number, limits: ConnectionLimits) {
    this.#requestSemaphore = new Semaphore(limit * wholeConnection);
    this.#limits = limits;
  }

  /** Counts the request's later connections for this caller, too. */
  setCaller(callerId: string): void {
    this.#callerId = callerId;
  }

  /**
   * Runs work with a connection, or a part of one, when the limits allow it. The work must not request another connection,
   * because it could wait for itself.
   */
  async use<T>(units: number, work: () => Promise<T>): Promise<T> {
    const requestUnits = this.#requestSemaphore.acquire(units);
    if (requestUnits !== undefined) await requestUnits;
    const caller = this.#callerId === undefined ? undefined : this.#limits.ofCaller(this.#callerId);
    const callerUnits = caller?.acquire(units);
    if (callerUnits !== undefined) await callerUnits;
    try {
      return await work();
    } finally {
      if (caller !== undefined) this.#limits.releaseOfCaller(caller, units);
      this.#requestSemaphore.release(units);
    }
  }
}
