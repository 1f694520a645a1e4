import type { Payer } from "../../access/context.js";
import { clientKey } from "../../access/login/client-address.js";
import { rateLimitExceeded } from "../../graphql/errors/request-errors.js";
import { SharedTokenBuckets } from "./shared-token-buckets.js";
import { type RateLimit, type Taken, TokenBuckets } from "./token-buckets.js";

/** How much callers may ask for, in units of cost; undefined where it is as much as they like. */
export interface RateLimits {
  /** Each user and each API key. */
  readonly staff?: RateLimit | undefined;
  readonly customers?: RateLimit | undefined;
  /** Each address of clients, for requests without a caller. */
  readonly addresses?: RateLimit | undefined;
}

export interface RateLimiterOptions extends RateLimits {
  /** A Redis store that several instances share; each counts by itself without one. */
  readonly redisUrl?: string | undefined;
}

/** No operation costs less: that is what HTTP, the caller and a short answer take. */
export const smallOperationCost = 20;
export const refusalCost = 5 * smallOperationCost;
/** Storing an `Idempotency-Key` and reading it again. */
export const idempotencyKeyCost = 50;

export const defaultRateLimits = {
  staff: { perSecond: 2_000 * smallOperationCost, burst: 20_000 * smallOperationCost },
  customers: { perSecond: 50 * smallOperationCost, burst: 1_000 * smallOperationCost },
  addresses: { perSecond: 500 * smallOperationCost, burst: 10_000 * smallOperationCost },
} as const satisfies RateLimits;

/**
 * Lets each caller ask for so much. While a shared store is away each instance counts by itself: a limit is not worth an
 * outage.
 */
export class RateLimiter {
  readonly #limits: RateLimits;
  readonly #local = new TokenBuckets();
  readonly #shared: SharedTokenBuckets | undefined;

  constructor({ redisUrl: url, ...limits }: RateLimiterOptions, onOutage: (error: unknown) => void) {
    this.#limits = limits;
    this.#shared = url === undefined ? undefined : new SharedTokenBuckets({ url, onOutage });
  }

  /** What a request of theirs may cost at most: they never have more. */
  maxCost(payer: Payer): number {
    return this.#limitOf(payer)?.burst ?? Number.POSITIVE_INFINITY;
  }

  /**
   * Takes from what a caller has left.
   * @returns what is left then; undefined where there is no limit.
   * @throws RATE_LIMITED where it is not enough; nothing is taken then.
   */
  async charge(payer: Payer, cost: number): Promise<number | undefined> {
    const limit = this.#limitOf(payer);
    if (limit === undefined) return undefined;
    const { isAllowed, remaining } = await this.#take(nameOf(payer), cost, limit);
    if (!isAllowed) throw rateLimitExceeded({ ...limit, cost, remaining });
    return remaining;
  }

  /** Refunds a charge for something that did not happen. */
  async refund(payer: Payer, cost: number): Promise<void> {
    const limit = this.#limitOf(payer);
    if (limit !== undefined) await this.#take(nameOf(payer), -cost, limit);
  }

  close(): void {
    this.#shared?.close();
  }

  #limitOf({ caller }: Payer): RateLimit | undefined {
    if (caller === null) return this.#limits.addresses;
    return caller.type === "CUSTOMER" ? this.#limits.customers : this.#limits.staff;
  }

  #take(name: string, cost: number, limit: RateLimit): Taken | Promise<Taken> {
    if (this.#shared === undefined) return this.#local.take(name, cost, limit);
    return this.#shared.take(name, cost, limit).then((taken) => taken ?? this.#local.take(name, cost, limit));
  }
}

function nameOf({ caller, clientAddress }: Payer): string {
  return caller ? `${caller.type} ${caller.id}` : `client ${clientKey(clientAddress)}`;
}
