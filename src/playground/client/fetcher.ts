import { createGraphiQLFetcher, type Fetcher } from "@graphiql/toolkit";
import { authorizationOf } from "./credential.js";

/**
 * Sends operations to the page's own address, so that it works behind any path a proxy puts before it.
 * @param onRefused is called when the server does not accept the credential.
 */
export function createFetcher(credential: string | undefined, onRefused: (credential: string) => void): Fetcher {
  return createGraphiQLFetcher({
    url: location.pathname,
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers);
      // The headers tab may hold an authorization of its own, in whatever case.
      if (credential === undefined || headers.has("authorization")) return fetch(input, init);
      headers.set("authorization", authorizationOf(credential));
      const response = await fetch(input, { ...init, headers });
      if (response.status === 401) onRefused(credential);
      return response;
    },
  });
}
