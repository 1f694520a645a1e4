import { createGraphiQLFetcher, type Fetcher } from "@graphiql/toolkit";
import { createClient } from "graphql-ws";
import { createAuthorizedFetch } from "../../sign-in/client/authorized-fetch.js";
import { authorizationOf, readCredential } from "../../sign-in/client/credential.js";
import { endpoint, webSocketEndpoint } from "../../sign-in/client/endpoint.js";
import { observeEvents, observeResponses } from "./observed-fetcher.js";
import type { Responses } from "./responses.js";

/** Sends the operations of GraphiQL, until it is closed. */
export interface PageFetcher {
  readonly fetcher: Fetcher;
  /** Ends the requests and subscriptions that still run, because they belong to the credential. */
  close(): void;
}

const forbidden = 4403;

/**
 * Sends operations with the credential of this tab.
 * @param credential The credential with which the session began.
 * @param responses notes what the server answers.
 * @param onRefused is called when the server does not accept the credential.
 */
export function createFetcher(
  credential: string | undefined,
  responses: Responses,
  onRefused: (credential: string) => void,
): PageFetcher {
  // The client connects for the first subscription, and disconnects after the last one.
  const wsClient = createClient({
    url: webSocketEndpoint(),
    connectionParams: () => {
      const current = readCredential() ?? credential;
      return current === undefined ? {} : { authorization: authorizationOf(current) };
    },
    shouldRetry: (event) => (event as CloseEvent).code !== forbidden,
    on: {
      closed: (event) => {
        const current = readCredential() ?? credential;
        if (current !== undefined && (event as CloseEvent).code === forbidden) onRefused(current);
      },
    },
  });
  const ending = new AbortController();
  const fetcher = createGraphiQLFetcher({
    url: endpoint.href,
    wsClient,
    // The server has no @defer, so only subscriptions have several results.
    enableIncrementalDelivery: false,
    fetch: observeResponses(createAuthorizedFetch(onRefused), responses, ending.signal),
  });
  const close = () => {
    ending.abort(new Error("The caller of the page has changed."));
    void wsClient.dispose();
  };
  return { fetcher: observeEvents(fetcher, responses, ending.signal), close };
}
