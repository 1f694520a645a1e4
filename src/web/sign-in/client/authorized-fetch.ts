import { authorizationOf, readCredential, renewCredential } from "./credential.js";

/**
 * Creates a `fetch` that sends the credential of this tab, unless the request has an Authorization header, and stores renewed tokens.
 * @param onRefused is called when the server does not accept the credential.
 */
export function createAuthorizedFetch(onRefused: (credential: string) => void): typeof fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    const credential = readCredential();
    if (credential === undefined || headers.has("authorization")) return fetch(input, init);
    headers.set("authorization", authorizationOf(credential));
    const response = await fetch(input, { ...init, headers });
    const renewed = response.headers.get("x-renewed-token");
    if (renewed) renewCredential(credential, renewed);
    if (response.status === 401) onRefused(credential);
    return response;
  };
}
