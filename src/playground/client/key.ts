const STORED_AS = "shop-customers:key";

/** The key that requests carry: an API key's secret or the token of a login. */
export function readKey(): string | undefined {
  return sessionStorage.getItem(STORED_AS) ?? undefined;
}

/** Keeps the key for this browser tab alone, until it is closed. */
export function keepKey(key: string): void {
  sessionStorage.setItem(STORED_AS, key);
}

/** Drops the key. */
export function forgetKey(): void {
  sessionStorage.removeItem(STORED_AS);
}

/**
 * Moves a key out of `…/graphql#key=<key>` into the session. Browsers send a fragment to nobody;
 * taking it out of the address bar keeps it from being bookmarked, shared or photographed as well.
 */
export function takeKeyFromAddress(): void {
  const key = new URLSearchParams(location.hash.slice(1)).get("key")?.trim();
  if (!key) return;
  keepKey(key);
  history.replaceState(history.state, "", location.pathname + location.search);
}
