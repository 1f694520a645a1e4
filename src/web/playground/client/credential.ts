const storageKey = "shop-customers:credential";

/** The credential that requests carry: the token of a log-in or an API key's secret. */
export function readCredential(): string | undefined {
  return sessionStorage.getItem(storageKey) ?? undefined;
}

/** Stores the credential for this browser tab, until the tab is closed. */
export function storeCredential(credential: string): void {
  sessionStorage.setItem(storageKey, credential);
}

/** Removes the stored credential. */
export function clearCredential(): void {
  sessionStorage.removeItem(storageKey);
}

/**
 * Takes a key out of `…/graphql#key=<key>`. Browsers send a fragment to nobody; taking it out of the address bar keeps it
 * from being bookmarked, shared or photographed as well.
 */
export function takeKeyFromAddress(): string | undefined {
  const key = new URLSearchParams(location.hash.slice(1)).get("key")?.trim();
  if (!key) return undefined;
  history.replaceState(history.state, "", location.pathname + location.search);
  return key;
}

/** The value of the Authorization header. Characters that a header cannot contain are replaced, so the server refuses the key. */
export function authorizationOf(credential: string): string {
  return `Bearer ${credential.replace(/[^\x21-\x7e]/g, "?")}`;
}
