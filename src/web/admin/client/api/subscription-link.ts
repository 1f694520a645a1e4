import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { createClient } from "graphql-ws";
import { authorizationOf, readCredential } from "../../../sign-in/client/credential.js";
import { webSocketEndpoint } from "../../../sign-in/client/endpoint.js";
import { checkConnection, onReconnected } from "./connection.js";

const forbidden = 4403;
/** The page itself has ended the connection, because no subscription is left. */
const normalClosure = 1000;
const maxRetrySeconds = 32;

/**
 * Creates the link for subscriptions. It connects for the first subscription, disconnects after the last one, and connects again when
 * the connection is lost.
 * @param onRefused is called when the server does not accept the credential.
 */
export function createSubscriptionLink(onRefused: (credential: string) => void): GraphQLWsLink {
  const wsClient = createClient({
    url: webSocketEndpoint(),
    retryAttempts: Number.POSITIVE_INFINITY,
    retryWait,
    connectionParams: () => {
      const credential = readCredential();
      return credential === undefined ? {} : { authorization: authorizationOf(credential) };
    },
    shouldRetry: (event) => (event as CloseEvent).code !== forbidden,
    on: {
      closed: (event) => {
        const { code } = event as CloseEvent;
        const credential = readCredential();
        if (code === forbidden && credential !== undefined) onRefused(credential);
        else if (code !== normalClosure) void checkConnection();
      },
    },
  });
  return new GraphQLWsLink(wsClient);
}

/** Waits longer after each failure, until the server answers again. The random part keeps clients from connecting all at once. */
function retryWait(retries: number): Promise<void> {
  const seconds = Math.min(2 ** retries, maxRetrySeconds) + 3 * Math.random();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(end, seconds * 1_000);
    const stop = onReconnected(end);
  });
}
