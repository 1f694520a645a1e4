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

/** A caller; a promise where the database has to be asked. */
export type MaybeCaller = Caller | null | Promise<Caller | null>;

/** What the database is asked for a credential. */
interface Lookup {
  readonly result: Promise<AuthenticatedCaller | null>;
  /** The result, when it is there. */
  found: AuthenticatedCaller | undefined;
}

/**
 * Remembers for a moment whom a credential belongs to, so that a caller's requests in quick succession ask the database
 * once. Whatever takes access away answers only when that moment is over (`waitForCallerCaches`): from then on no instance
 * lets the former caller in.
 */
export class CallerCache {
  readonly #lookups = new LRUCache<string, Lookup>({ max: maxCallers, ttl: cacheTtlMs });

  /** Who `credential` belongs to. Nobody, and a failure to find out, are not remembered. */
  find(credential: string, lookUp: () => Promise<AuthenticatedCaller | null>): MaybeCaller {
    // What lies about in memory cannot be logged in with.
    const key = hash("sha256", credential);
    return callerOf(this.#lookups.get(key) ?? this.#start(key, lookUp));
  }

  /** Who `credential` belongs to, where that is remembered; null otherwise. */
  findCached(credential: string): MaybeCaller {
    const known = this.#lookups.get(hash("sha256", credential));
    return known === undefined ? null : callerOf(known);
  }

  #start(key: string, lookUp: () => Promise<AuthenticatedCaller | null>): Lookup {
    // The moment begins before the database is asked: what it says is not older than that.
    const start = performance.now();
    const lookup: Lookup = { result: lookUp(), found: undefined };
    this.#lookups.set(key, lookup, { start });
    const forget = () => void (this.#lookups.peek(key) === lookup && this.#lookups.delete(key));
    lookup.result.then((found) => {
      if (found === null) forget();
      else lookup.found = found;
    }, forget);
    return lookup;
  }
}

function callerOf({ result, found }: Lookup): MaybeCaller {
  return found ? stillValid(found) : result.then((later) => later && stillValid(later));
}

function stillValid({ caller, expiresAt }: AuthenticatedCaller): Caller | null {
  return expiresAt && expiresAt.getTime() <= Date.now() ? null : caller;
}

/** Waits until no instance remembers a caller from before. */
export async function waitForCallerCaches(): Promise<void> {
  await setTimeout(cacheTtlMs);
}
