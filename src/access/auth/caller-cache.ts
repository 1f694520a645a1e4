import { hash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import type { Caller } from "./caller.js";

const cacheTtlMs = 50;
const maxCallers = 1_000;

/** A caller, and when their credential ends. */
export interface AuthenticatedCaller {
  readonly caller: Caller;
  readonly expiresAt?: Date | null;
}

/**
 * Remembers for a moment whom a credential belongs to, so that a caller's requests in quick succession ask the database
 * once. Whatever takes access away answers only when that moment is over (`waitForCallerCaches`): from then on no instance
 * lets the former caller in.
 */
export class CallerCache {
  readonly #found = new LRUCache<string, Promise<AuthenticatedCaller | null>>({ max: maxCallers, ttl: cacheTtlMs });

  /** Who `credential` belongs to. Nobody, and a failure to find out, are not remembered. */
  async find(credential: string, lookUp: () => Promise<AuthenticatedCaller | null>): Promise<Caller | null> {
    return callerOf(await this.#find(credential, lookUp));
  }

  /** Who `credential` belongs to, where that is remembered; null otherwise. */
  async findCached(credential: string): Promise<Caller | null> {
    return callerOf((await this.#found.get(hash("sha256", credential))) ?? null);
  }

  #find(credential: string, lookUp: () => Promise<AuthenticatedCaller | null>): Promise<AuthenticatedCaller | null> {
    // What lies about in memory cannot be logged in with.
    const key = hash("sha256", credential);
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    // The moment begins before the database is asked: what it says is not older than that.
    const start = performance.now();
    const pending = lookUp();
    this.#found.set(key, pending, { start });
    const forget = () => void (this.#found.peek(key) === pending && this.#found.delete(key));
    pending.then((found) => found ?? forget(), forget);
    return pending;
  }
}

function callerOf(found: AuthenticatedCaller | null): Caller | null {
  return found === null || (found.expiresAt && found.expiresAt.getTime() <= Date.now()) ? null : found.caller;
}

/** Waits until no instance remembers a caller from before. */
export async function waitForCallerCaches(): Promise<void> {
  await setTimeout(cacheTtlMs);
}
