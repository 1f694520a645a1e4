import { LRUCache } from "lru-cache";

/** The rate limit of a caller, in units of cost. */
export interface RateLimit {
  /** The number of tokens that are added to the bucket each second. */
  readonly perSecond: number;
  /** The size of the bucket. A full bucket can be used at once. */
  readonly burst: number;
}

/** The result of taking tokens. */
export interface TakeResult {
  readonly isAllowed: boolean;
  /** The number of tokens that remain in the bucket. */
  readonly remaining: number;
}

/** Buckets beyond this number are dropped, least recently used first. Their callers start with a full bucket again. */
const maxCallers = 50_000;

interface Bucket {
  tokens: number;
  /** The time of the last update, in seconds. */
  at: number;
}

/** A token bucket for each caller, in the memory of this process. */
export class TokenBuckets {
  readonly #buckets = new LRUCache<string, Bucket>({ max: maxCallers });

  /** Takes tokens from the bucket of a caller if it has enough. A negative cost adds tokens. */
  take(caller: string, cost: number, { perSecond, burst }: RateLimit, now = performance.now() / 1_000): TakeResult {
    const bucket = this.#buckets.get(caller) ?? { tokens: burst, at: now };
    bucket.tokens = Math.min(burst, bucket.tokens + Math.max(0, now - bucket.at) * perSecond);
    bucket.at = now;
    const isAllowed = bucket.tokens >= cost;
    if (isAllowed) bucket.tokens = Math.min(burst, bucket.tokens - cost);
    this.#buckets.set(caller, bucket);
    return { isAllowed, remaining: Math.floor(bucket.tokens) };
  }
}
