import { createGraphiQLFetcher, type Fetcher } from "@graphiql/toolkit";
import { createClient } from "graphql-ws";
import { authorizationOf } from "./credential.js";

/** Sends the operations of GraphiQL, until it is closed. */
export interface PageFetcher {
  readonly fetcher: Fetcher;
  /** Closes the connection and ends its subscriptions, because they belong to the credential. */
  close(): void;
}

const forbidden = 4403;

/**
 * Sends operations to the address of the page, so that it also works behind a proxy that adds a path.
 * @param onRefused is called when the server does not accept the credential.
 */
export function createFetcher(credential: string | undefined, onRefused: (credential: string) => void): PageFetcher {
  // The client connects for the first subscription, and disconnects after the last one.
  const wsClient = createClient({
    url: webSocketAddress(),
    connectionParams: credential === undefined ? {} : { authorization: authorizationOf(credential) },
    shouldRetry: (event) => (event as CloseEvent).code !== forbidden,
    on: {
      closed: (event) => {
        if (credential !== undefined && (event as CloseEvent).code === forbidden) onRefused(credential);
      },
    },
  });
  const fetcher = createGraphiQLFetcher({
    url: location.pathname,
    wsClient,
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers);
      // The headers tab may contain another authorization, in upper or lower case.
      if (credential === undefined || headers.has("authorization")) return fetch(input, init);
      headers.set("authorization", authorizationOf(credential));
      const response = await fetch(input, { ...init, headers });
      if (response.status === 401) onRefused(credential);
      return response;
    },
  });
  return { fetcher, close: () => void wsClient.dispose() };
}

function webSocketAddress(): string {
  const address = new URL(location.pathname, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return address.href;
}
