import { Semaphore } from "./semaphore.js";

/** How many connections may be held at once. */
export interface ConnectionLimitOptions {
  readonly perCaller: number;
  readonly perRequest: number;
}

/** How many short statements share a connection: each waits for those before it, so few of them, and none waits long. */
export const maxTogether = 4;
/** What a statement that is sent together with others takes of its connection. Connections are counted in this unit. */
export const sharedConnection = 1;
/** What a transaction takes, and a statement that is sent alone. */
export const wholeConnection = maxTogether;

/**
 * The limits of a pool of a size. Half of it for each caller: others have the other half. A fifth for each request, two of ten:
 * a list and its count at once, and one request does not take all that its caller may hold.
 */
export function defaultConnectionLimits(poolSize: number): ConnectionLimitOptions {
  return { perCaller: Math.max(1, Math.floor(poolSize / 2)), perRequest: Math.max(1, Math.floor(poolSize / 5)) };
}

/** Limits how many connections each request and each caller hold at once. What exceeds a limit waits for its turn. */
export class ConnectionLimits {
  readonly #options: ConnectionLimitOptions;
  /** Of those callers who hold connections now. */
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

/** The connections that one request holds. */
export class RequestConnections {
  readonly #own: Semaphore;
  readonly #limits: ConnectionLimits;
  #callerId: string | undefined;

  constructor(limit: number, limits: ConnectionLimits) {
    this.#own = new Semaphore(limit * wholeConnection);
    this.#limits = limits;
  }

  /** From now on the request's connections count as this caller's, too. */
  setCaller(callerId: string): void {
    this.#callerId = callerId;
  }

  /**
   * Does work that holds a connection, or a share of one, as soon as the limits allow it. The work must not ask for another
   * one: it could wait for what it holds itself.
   */
  async use<T>(units: number, work: () => Promise<T>): Promise<T> {
    const ownTurn = this.#own.acquire(units);
    if (ownTurn !== undefined) await ownTurn;
    const caller = this.#callerId === undefined ? undefined : this.#limits.ofCaller(this.#callerId);
    const callersTurn = caller?.acquire(units);
    if (callersTurn !== undefined) await callersTurn;
    try {
      return await work();
    } finally {
      if (caller !== undefined) this.#limits.releaseOfCaller(caller, units);
      this.#own.release(units);
    }
  }
}
