import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, type TypePolicies } from "@apollo/client";
import { OperationTypeNode } from "graphql";
import { from, mergeMap } from "rxjs";
import { createAuthorizedFetch } from "../../../sign-in/client/authorized-fetch.js";
import { endpoint } from "../../../sign-in/client/endpoint.js";
import possibleTypes from "../generated/possible-types.js";
import { appendPages } from "./append-pages.js";
import { watchConnection } from "./connection.js";
import { omitExcluded } from "./omit-excluded.js";

/** Rules for the cache. Lists that grow with a button "Load more" are one list; all others are read page by page. */
const typePolicies: TypePolicies = {
  Customer: {
    fields: { addresses: appendPages(), groups: appendPages(), history: appendPages(), orders: appendPages() },
  },
  Query: { fields: { changes: { ...appendPages(), keyArgs: ["where", "direction"] } } },
  CustomerGroup: { fields: { history: appendPages() } },
  // It has no id. Several queries read different fields of it.
  CustomerStatistics: { merge: true },
};

/**
 * Creates the Apollo client of a session.
 * @param onRefused is called when the server does not accept the credential.
 */
export function createApiClient(onRefused: (credential: string) => void): ApolloClient {
  const http = new HttpLink({ uri: endpoint.href, fetch: watchConnection(createAuthorizedFetch(onRefused)) });
  return new ApolloClient({
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      subscriptionLink(onRefused),
      omitExcluded.concat(http),
    ),
    cache: new InMemoryCache({ possibleTypes: possibleTypes.possibleTypes, typePolicies }),
  });
}

/** Loads the code of subscriptions for the first of them. If this fails, the next one tries again. */
function subscriptionLink(onRefused: (credential: string) => void): ApolloLink {
  let link: Promise<ApolloLink> | undefined;
  const load = async () => (await import("./subscription-link.js")).createSubscriptionLink(onRefused);
  return new ApolloLink((operation, forward) => {
    link ??= load().catch((error) => {
      link = undefined;
      throw error;
    });
    return from(link).pipe(mergeMap((loaded) => loaded.request(operation, forward)));
  });
}
