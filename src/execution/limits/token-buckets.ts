import { LRUCache } from "lru-cache";

/** How much a caller may ask for in the long run, and at once. */
export interface RateLimit {
  /** What a caller gets back each second. */
  readonly perSecond: number;
  /** What a caller has at most: for all at once. */
  readonly burst: number;
}

/** What became of asking for something. */
export interface Taken {
  readonly isAllowed: boolean;
  /** What the caller has left. */
  readonly remaining: number;
}

/** Beyond these, the callers who asked longest ago start anew. */
const maxCallers = 50_000;

interface Bucket {
  tokens: number;
  /** In seconds. */
  at: number;
}

/** A token bucket for each caller, in the memory of this process. */
export class TokenBuckets {
  readonly #buckets = new LRUCache<string, Bucket>({ max: maxCallers });

  /** Takes from what a caller has left, where it is enough. A cost below 0 is given back. */
  take(caller: string, cost: number, { perSecond, burst }: RateLimit, now = performance.now() / 1_000): Taken {
    const bucket = this.#buckets.get(caller) ?? { tokens: burst, at: now };
    bucket.tokens = Math.min(burst, bucket.tokens + Math.max(0, now - bucket.at) * perSecond);
    bucket.at = now;
    const isAllowed = bucket.tokens >= cost;
    if (isAllowed) bucket.tokens = Math.min(burst, bucket.tokens - cost);
    this.#buckets.set(caller, bucket);
    return { isAllowed, remaining: Math.floor(bucket.tokens) };
  }
}
