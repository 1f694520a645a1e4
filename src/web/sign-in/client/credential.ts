import { tellOtherTabs } from "./session-channel.js";

const storageKey = "shop-customers:credential";

/** Returns the credential of requests: the token of a log-in or the secret of an API key. */
export function readCredential(): string | undefined {
  return sessionStorage.getItem(storageKey) ?? undefined;
}

/** Stores the credential for this browser tab, until the tab is closed. */
export function storeCredential(credential: string): void {
  sessionStorage.setItem(storageKey, credential);
}

/** Replaces a token by a renewed one, unless the session has ended meanwhile. Other tabs of the session replace it, too. */
export function renewCredential(present: string, renewed: string): void {
  if (readCredential() !== present) return;
  storeCredential(renewed);
  tellOtherTabs({ type: "renewed", from: present, to: renewed });
}

/** Removes the stored credential. */
export function clearCredential(): void {
  sessionStorage.removeItem(storageKey);
}

/**
 * Returns the key of `…#key=<key>` and removes it from the address bar, so that it is not bookmarked or shared. Browsers
 * do not send fragments to servers.
 */
export function takeKeyFromAddress(): string | undefined {
  const key = new URLSearchParams(location.hash.slice(1)).get("key")?.trim();
  if (!key) return undefined;
  history.replaceState(history.state, "", location.pathname + location.search);
  return key;
}

/** Returns the value of the Authorization header. Characters that a header cannot contain are replaced, so the server refuses the key. */
export function authorizationOf(credential: string): string {
  return `Bearer ${credential.replace(/[^\x21-\x7e]/g, "?")}`;
}
