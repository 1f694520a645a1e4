import { createHash } from "node:crypto";
import { createClient } from "@redis/client";
import type { RateLimit, TakeResult } from "./token-buckets.js";

/** The maximum time that a request waits for Redis. */
const defaultMaxWaitMs = 100;
/** After an error, Redis is not used for this time. */
const pauseMs = 1_000;
/** The timeout of a connection attempt, and the maximum time between two attempts. */
const maxReconnectMs = 2_000;
const maxQueue = 10_000;

/*
 * The script uses the clock of Redis, because the clocks of the instances can differ. A key expires when its bucket is full
 * again, because a missing bucket counts as full.
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
  /** Is called once for each outage. */
  readonly onOutage: (error: unknown) => void;
  readonly maxWaitMs?: number;
}

/** A token bucket for each caller, in a Redis server that several instances share. */
export class SharedTokenBuckets {
  readonly #client;
  readonly #onOutage: (error: unknown) => void;
  readonly #maxWaitMs: number;
  #isUnavailable = false;
  #pausedUntil = 0;

  /** Connects in the background, and reconnects after errors. */
  constructor({ url, onOutage, maxWaitMs = defaultMaxWaitMs }: SharedTokenBucketsOptions) {
    this.#onOutage = onOutage;
    this.#maxWaitMs = maxWaitMs;
    this.#client = createClient({
      url,
      socket: {
        connectTimeout: maxReconnectMs,
        reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, maxReconnectMs),
      },
      disableOfflineQueue: true,
      commandsQueueMaxLength: maxQueue,
    });
    this.#client.on("error", (error) => this.#noteOutage(error));
    this.#client.connect().catch((error) => this.#noteOutage(error));
  }

  /** Takes tokens as {@link TokenBuckets.take} does. Returns undefined while Redis is unavailable. */
  async take(caller: string, cost: number, { burst, perSecond }: RateLimit): Promise<TakeResult | undefined> {
    if (!this.#client.isReady || performance.now() < this.#pausedUntil) return undefined;
    // The caller can be an IP address. The key is a hash, so that readers of Redis do not see it.
    const key = `shop-customers:rate:${createHash("sha256").update(caller).digest("base64url")}`;
    const options = { keys: [key], arguments: [burst, perSecond, cost].map(String) };
    try {
      const [allowed, remaining] = (await withTimeout(this.#maxWaitMs, this.#run(options))) as [number, number];
      this.#isUnavailable = false;
      return { isAllowed: allowed === 1, remaining };
    } catch (error) {
      this.#pausedUntil = performance.now() + pauseMs;
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
    if (!this.#isUnavailable) this.#onOutage(error);
    this.#isUnavailable = true;
  }
}

/** @throws if the work takes longer. */
function withTimeout<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Expected a response within ${ms} ms.`)), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const scriptHash = createHash("sha1").update(script).digest("hex");
