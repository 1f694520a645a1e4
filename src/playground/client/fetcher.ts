import { createGraphiQLFetcher, type Fetcher } from "@graphiql/toolkit";

/** Sends operations to the page's own address, so that it works behind any path a proxy puts before it. */
export function createFetcher(key: string | undefined): Fetcher {
  return createGraphiQLFetcher({
    url: location.pathname,
    fetch: (input, init) => fetch(input, { ...init, headers: withKey(init?.headers, key) }),
  });
}

/** Adds the key, unless the headers tab holds an authorization of its own, in whatever case. */
function withKey(given: HeadersInit | undefined, key: string | undefined): Headers {
  const headers = new Headers(given);
  if (key && !headers.has("authorization")) headers.set("authorization", `Bearer ${key}`);
  return headers;
}
