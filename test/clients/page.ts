/*
 * The script of a page of another origin. It is bundled for the browser. Each client has its default settings, except for the URL, the
 * credential and what its name says.
 */
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { CombinedGraphQLErrors } from "@apollo/client/errors";
import { SetContextLink } from "@apollo/client/link/context";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { Client, cacheExchange, type Exchange, fetchExchange } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";
import { ClientError, GraphQLClient } from "graphql-request";
import { createClient } from "graphql-ws";
import { type GraphQLResponse, Network, type RequestParameters } from "relay-runtime";

export interface Target {
  readonly url: string;
  /** Null for no credential. */
  readonly key: string | null;
}

/** What a client makes of a response. */
export interface Outcome {
  readonly data?: unknown;
  readonly codes?: readonly unknown[];
}

type Variables = Record<string, unknown>;
/** Sends an operation. */
type Send = (text: string, variables: Variables) => Promise<Outcome>;

const headersOf = ({ key }: Target): Record<string, string> => (key === null ? {} : { authorization: `Bearer ${key}` });
const codesOf = (errors: readonly { extensions?: unknown }[]) =>
  errors.map(({ extensions }) => (extensions as { code?: unknown } | undefined)?.code);
const isMutation = (text: string) => text.startsWith("mutation");

function apollo(target: Target, ...links: ApolloLink[]): Send {
  const credential = new SetContextLink(() => ({ headers: headersOf(target) }));
  const client = new ApolloClient({
    link: ApolloLink.from([credential, ...links, new HttpLink({ uri: target.url })]),
    cache: new InMemoryCache(),
  });
  return async (text, variables) => {
    const sent = isMutation(text)
      ? client.mutate({ mutation: gql(text), variables })
      : client.query({ query: gql(text), variables, fetchPolicy: "network-only" });
    try {
      return { data: (await sent).data };
    } catch (error) {
      if (!CombinedGraphQLErrors.is(error)) throw error;
      return { codes: codesOf(error.errors) };
    }
  };
}

function urql(target: Target, ...exchanges: Exchange[]): Send {
  const client = new Client({
    url: target.url,
    exchanges: [cacheExchange, ...exchanges, fetchExchange],
    fetchOptions: () => ({ headers: headersOf(target) }),
  });
  return async (text, variables) => {
    const options = { requestPolicy: "network-only" } as const;
    const { data, error } = isMutation(text)
      ? await client.mutation(text, variables)
      : await client.query(text, variables, options);
    if (error?.networkError) throw error.networkError;
    return error ? { codes: codesOf(error.graphQLErrors) } : { data };
  };
}

function relay(target: Target): Send {
  const network = Network.create(async ({ name, text }, variables) => {
    const response = await fetch(target.url, {
      method: "POST",
      headers: { ...headersOf(target), "content-type": "application/json" },
      body: JSON.stringify({ query: text, operationName: name, variables }),
    });
    return (await response.json()) as GraphQLResponse;
  });
  return async (text, variables) => {
    const operationKind = isMutation(text) ? "mutation" : "query";
    const name = /^\w+ (\w+)/.exec(text)?.[1] ?? "";
    const parameters: RequestParameters = { id: null, cacheID: text, name, operationKind, text, metadata: {} };
    const response = await network.execute(parameters, variables, { force: true }).toPromise();
    const { data, errors } = response as { data?: unknown; errors?: { extensions?: unknown }[] };
    return errors ? { codes: codesOf(errors) } : { data };
  };
}

function graphqlRequest(target: Target): Send {
  const client = new GraphQLClient(target.url, { headers: headersOf(target) });
  return async (text, variables) => {
    try {
      return { data: await client.request(text, variables) };
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      return { codes: codesOf(error.response.errors ?? []) };
    }
  };
}

async function sha256(text: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const senders = {
  "Apollo Client": (target: Target) => apollo(target),
  "Apollo Client with persisted queries": (target: Target) => apollo(target, new PersistedQueryLink({ sha256 })),
  "Apollo Client with persisted queries by GET": (target: Target) =>
    apollo(target, new PersistedQueryLink({ sha256, useGETForHashedQueries: true })),
  urql: (target: Target) => urql(target),
  "urql with persisted queries": (target: Target) => urql(target, persistedExchange()),
  "urql with all persisted queries by POST": (target: Target) =>
    urql(target, persistedExchange({ preferGetForPersistedQueries: false, enableForMutation: true })),
  Relay: relay,
  "graphql-request": graphqlRequest,
};

export type ClientName = keyof typeof senders;

/** The headers of a response that the page can read. */
async function readHeaders(
  url: string,
  init: RequestInit,
): Promise<{ status: number; headers: Record<string, string> }> {
  const { status, headers } = await fetch(url, init);
  return { status, headers: Object.fromEntries(headers) };
}

/** Subscribes to changes, and returns the first one, or how the connection has ended without one. */
function firstChange({ url, key }: Target): Promise<unknown> {
  const connectionParams = key === null ? {} : { authorization: `Bearer ${key}` };
  const client = createClient({ url: url.replace("http", "ws"), connectionParams, retryAttempts: 0 });
  return new Promise((resolve) => {
    client.subscribe(
      { query: "subscription { changes { action subjectType } }" },
      {
        next: ({ data }) => resolve(data),
        error: (reason) => resolve((reason as { code?: number }).code ?? "refused"),
        complete: () => resolve("complete"),
      },
    );
  });
}

export type PageApi = {
  readonly clientNames: readonly ClientName[];
  send(client: ClientName, target: Target, text: string, variables: Variables): Promise<Outcome>;
  readHeaders: typeof readHeaders;
  firstChange: typeof firstChange;
};

const api: PageApi = {
  clientNames: Object.keys(senders) as ClientName[],
  send: (client, target, text, variables) => senders[client](target)(text, variables),
  readHeaders,
  firstChange,
};
Object.assign(globalThis, { api });
