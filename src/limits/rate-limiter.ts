import { SharedTokenBuckets } from "./shared-token-buckets.js";
import { type RateLimit, type Taken, TokenBuckets } from "./token-buckets.js";

export interface RateLimiterOptions extends RateLimit {
  /** A Redis store that several instances share; each counts by itself without one. */
  readonly redisUrl?: string | undefined;
}

/**
 * Lets each caller ask for so much. While a shared store is away each instance counts by itself: a limit is not worth an
 * outage.
 */
export class RateLimiter {
  readonly limit: RateLimit;
  readonly #local: TokenBuckets;
  readonly #shared: SharedTokenBuckets | undefined;

  constructor({ redisUrl: url, ...limit }: RateLimiterOptions, onOutage: (error: unknown) => void) {
    this.limit = limit;
    this.#local = new TokenBuckets(limit);
    this.#shared = url === undefined ? undefined : new SharedTokenBuckets({ url, limit, onOutage });
  }

  /** Takes from what a caller has left, where it is enough. */
  take(caller: string, cost: number): Taken | Promise<Taken> {
    if (this.#shared === undefined) return this.#local.take(caller, cost);
    return this.#shared.take(caller, cost).then((taken) => taken ?? this.#local.take(caller, cost));
  }

  close(): void {
    this.#shared?.close();
  }
}
