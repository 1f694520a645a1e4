import { hash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import type { Caller } from "./caller.js";

/** The lifetime of cached callers. It is only changed by tests, which prolong it to see that revocations wait for it. */
export const callerCacheTtl = { ms: 50 };
const maxCallers = 1_000;

/** A caller and the time when the credential expires. */
export interface AuthenticatedCaller {
  readonly caller: Caller;
  readonly expiresAt?: Date | null;
}

/** A caller, or a promise of one if the database must be queried. */
export type MaybeCaller = Caller | null | Promise<Caller | null>;

/** A lookup of a credential in the database. */
interface Lookup {
  readonly result: Promise<AuthenticatedCaller | null>;
  /** The result after the lookup has ended. */
  found: AuthenticatedCaller | undefined;
}

/**
 * Caches the caller of a credential for 50 ms, so that requests in quick succession query the database once. Operations
 * that revoke access respond only after that time (`waitForCallerCaches`). So after the response no instance accepts the
 * revoked credential.
 */
export class CallerCache {
  readonly #lookups = new LRUCache<string, Lookup>({ max: maxCallers, ttl: callerCacheTtl.ms });

  /** Finds the caller of a credential. Unknown credentials and failed lookups are not cached. */
  find(credential: string, lookUp: () => Promise<AuthenticatedCaller | null>): MaybeCaller {
    // The key is a hash, so that memory holds no credential that could be used.
    const key = hash("sha256", credential);
    return callerOf(this.#lookups.get(key) ?? this.#start(key, lookUp));
  }

  /** The caller of a credential if it is cached, otherwise null. */
  findCached(credential: string): MaybeCaller {
    const known = this.#lookups.get(hash("sha256", credential));
    return known === undefined ? null : callerOf(known);
  }

  #start(key: string, lookUp: () => Promise<AuthenticatedCaller | null>): Lookup {
    // The lifetime starts before the query: the data may change right after it is read.
    const start = performance.now();
    const lookup: Lookup = { result: lookUp(), found: undefined };
    this.#lookups.set(key, lookup, { start, ttl: callerCacheTtl.ms });
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

/** Waits until the caches of all instances have dropped every caller from before this call. */
export async function waitForCallerCaches(): Promise<void> {
  await setTimeout(callerCacheTtl.ms);
}
