import { createHash } from "node:crypto";
import { createClient } from "@redis/client";
import type { RateLimit, Taken } from "./token-buckets.js";

/** A request does not wait longer than this for the store. */
const defaultMaxWaitMs = 100;
/** How long nobody asks a store that has failed. */
const restMs = 1_000;
const maxPauseMs = 2_000;
const maxQueue = 10_000;

/*
 * The clock is the store's, so that those of the instances need not agree. A bucket that is full again is one that was never
 * there, and is forgotten.
 */
const script = `
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local burst, per_second, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens, at = tonumber(bucket[1]) or burst, tonumber(bucket[2]) or now
tokens = math.min(burst, tokens + math.max(0, now - at) * per_second)
local allowed = tokens >= cost and 1 or 0
if allowed == 1 then tokens = math.min(burst, tokens - cost) end
redis.call('HSET', KEYS[1], 'tokens', string.format('%.6f', tokens), 'at', string.format('%.6f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil((burst - tokens) / per_second * 1000) + 1000)
return { allowed, math.floor(tokens) }
`;

export interface SharedTokenBucketsOptions {
  readonly url: string;
  /** Is told of each outage once. */
  readonly onOutage: (error: unknown) => void;
  readonly maxWaitMs?: number;
}

/** A token bucket for each caller, in a Redis store that several instances share. */
export class SharedTokenBuckets {
  readonly #client;
  readonly #onOutage: (error: unknown) => void;
  readonly #maxWaitMs: number;
  #isAway = false;
  #restsUntil = 0;

  /** Connects on its own, again and again. */
  constructor({ url, onOutage, maxWaitMs = defaultMaxWaitMs }: SharedTokenBucketsOptions) {
    this.#onOutage = onOutage;
    this.#maxWaitMs = maxWaitMs;
    this.#client = createClient({
      url,
      socket: { connectTimeout: maxPauseMs, reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, maxPauseMs) },
      disableOfflineQueue: true,
      commandsQueueMaxLength: maxQueue,
    });
    this.#client.on("error", (error) => this.#noteOutage(error));
    this.#client.connect().catch((error) => this.#noteOutage(error));
  }

  /** As TokenBuckets; undefined while the store is away. */
  async take(caller: string, cost: number, { burst, perSecond }: RateLimit): Promise<Taken | undefined> {
    if (!this.#client.isReady || performance.now() < this.#restsUntil) return undefined;
    // Whom a bucket belongs to, an address maybe, is nobody's business who can read the store.
    const key = `shop-customers:rate:${createHash("sha256").update(caller).digest("base64url")}`;
    const options = { keys: [key], arguments: [burst, perSecond, cost].map(String) };
    try {
      const [allowed, remaining] = (await within(this.#maxWaitMs, this.#run(options))) as [number, number];
      this.#isAway = false;
      return { isAllowed: allowed === 1, remaining };
    } catch (error) {
      this.#restsUntil = performance.now() + restMs;
      this.#noteOutage(error);
      return undefined;
    }
  }

  close(): void {
    this.#client.removeAllListeners("error").on("error", () => {});
    this.#client.destroy();
  }

  async #run(options: { keys: string[]; arguments: string[] }): Promise<unknown> {
    try {
      return await this.#client.evalSha(scriptHash, options);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
      return this.#client.eval(script, options);
    }
  }

  #noteOutage(error: unknown): void {
    if (!this.#isAway) this.#onOutage(error);
    this.#isAway = true;
  }
}

/** @throws when the work takes longer. */
function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Expected an answer within ${ms} ms.`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const scriptHash = createHash("sha1").update(script).digest("hex");
