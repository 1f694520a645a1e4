import type { Payer } from "../../access/context.js";
import { clientKey } from "../../access/throttle/client-address.js";
import { rateLimitExceeded } from "../../graphql/errors/request-errors.js";
import type { SharedTokenBuckets } from "./shared-token-buckets.js";
import { type RateLimit, type TakeResult, TokenBuckets } from "./token-buckets.js";

/** Rate limits in units of cost. Unlimited when undefined. */
export interface RateLimits {
  /** Each user and each API key. */
  readonly staff?: RateLimit | undefined;
  readonly customers?: RateLimit | undefined;
  /** Each client address, for requests without a caller. */
  readonly addresses?: RateLimit | undefined;
}

export interface RateLimiterOptions extends RateLimits {
  /** A Redis server that several instances share. Without it, each instance has its own rate limits. */
  readonly redisUrl?: string | undefined;
}

/** The minimum charge for an operation. It covers HTTP, authentication and a short response. */
export const smallOperationCost = 20;
export const refusalCost = 5 * smallOperationCost;
/** The charge for storing and reading an `Idempotency-Key`. */
export const idempotencyKeyCost = 50;

export const defaultRateLimits = {
  staff: { perSecond: 2_000 * smallOperationCost, burst: 20_000 * smallOperationCost },
  customers: { perSecond: 50 * smallOperationCost, burst: 1_000 * smallOperationCost },
  addresses: { perSecond: 500 * smallOperationCost, burst: 10_000 * smallOperationCost },
} as const satisfies RateLimits;

/**
 * Limits the cost per second of each caller. While Redis is unavailable, each instance uses its own buckets, so that requests do
 * not fail.
 */
export class RateLimiter {
  readonly #limits: RateLimits;
  readonly #local = new TokenBuckets();
  readonly #shared: SharedTokenBuckets | undefined;

  /** @param shared are the buckets that several instances share. */
  constructor(limits: RateLimits, shared?: SharedTokenBuckets) {
    this.#limits = limits;
    this.#shared = shared;
  }

  /** Returns the maximum cost of one request of this payer, which is the size of the bucket. */
  maxCost(payer: Payer): number {
    return this.#limitOf(payer)?.burst ?? Number.POSITIVE_INFINITY;
  }

  /**
   * Charges a payer.
   * @returns the remaining units, or undefined if there is no limit.
   * @throws RATE_LIMITED if the remaining units are not enough. Nothing is charged then.
   */
  async charge(payer: Payer, cost: number): Promise<number | undefined> {
    const limit = this.#limitOf(payer);
    if (limit === undefined) return undefined;
    const { isAllowed, remaining } = await this.#take(nameOf(payer), cost, limit);
    if (!isAllowed) throw rateLimitExceeded({ ...limit, cost, remaining });
    return remaining;
  }

  /** Refunds a charge. */
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

  #take(name: string, cost: number, limit: RateLimit): TakeResult | Promise<TakeResult> {
    if (this.#shared === undefined) return this.#local.take(name, cost, limit);
    return this.#shared.take(name, cost, limit).then((taken) => taken ?? this.#local.take(name, cost, limit));
  }
}

/** Creates a rate limiter. The client of Redis, a fifth of all files of a start, is loaded only if it is used. */
export async function createRateLimiter(
  { redisUrl: url, ...limits }: RateLimiterOptions,
  onOutage: (error: unknown) => void,
): Promise<RateLimiter> {
  if (url === undefined) return new RateLimiter(limits);
  const { SharedTokenBuckets } = await import("./shared-token-buckets.js");
  return new RateLimiter(limits, new SharedTokenBuckets({ url, onOutage }));
}

function nameOf({ caller, clientAddress }: Payer): string {
  return caller ? `${caller.type} ${caller.id}` : `client ${clientKey(clientAddress)}`;
}
