import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from "@apollo/client";
import { SetContextLink } from "@apollo/client/link/context";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { createClient } from "graphql-ws";
import { WebSocket } from "ws";
import { graphql } from "../support/generated/gql.js";
import type { ClientFollowsCustomerSubscription } from "../support/generated/graphql.js";
import { eventually } from "../support/mail.js";
import { startTestServer } from "../support/server.js";

const createCustomer = graphql(`
  mutation LiveClientCreatesCustomer {
    customerCreate(input: { firstName: "Ada", lastName: "Byron" }) {
      customer {
        id
      }
    }
  }
`);

const readCustomer = graphql(`
  query LiveClientReadsCustomer($id: ID!) {
    customer(id: $id) {
      id
      firstName
      lastName
      version
    }
  }
`);

const changeCustomer = graphql(`
  mutation LiveClientChangesCustomer($id: ID!, $input: CustomerUpdateInput!, $ifVersion: Int) {
    customerUpdate(id: $id, input: $input, ifVersion: $ifVersion) {
      customer {
        id
        firstName
        lastName
        version
      }
      userErrors {
        code
        ... on VersionConflictError {
          current {
            id
            ... on Customer {
              firstName
              lastName
              version
            }
          }
        }
      }
    }
  }
`);

const deleteCustomer = graphql(`
  mutation LiveClientDeletesCustomer($id: ID!) {
    customerDelete(id: $id) {
      deletedId
    }
  }
`);

const followCustomer = graphql(`
  subscription ClientFollowsCustomer($id: ID!) {
    changes(where: { customerId: $id }) {
      action
      subjectType
      subjectId
      version
      subject {
        id
        ... on Customer {
          firstName
          lastName
          version
        }
      }
    }
  }
`);

type Change = ClientFollowsCustomerSubscription["changes"];

describe("the cache of Apollo Client with a subscription to changes", () => {
  let server: Awaited<ReturnType<typeof startTestServer>>;
  let outside: ApolloClient;
  let client: ApolloClient;
  let sockets: ReturnType<typeof createClient>;
  /** The number of HTTP requests of `client`. */
  let requests = 0;

  beforeAll(async () => {
    server = await startTestServer();
  });
  beforeEach(async () => {
    await server.reset();
    requests = 0;
    const authorization = `Bearer ${server.adminKey}`;
    sockets = createClient({
      url: `${server.url.replace(/^http/, "ws")}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization },
    });
    const http = new SetContextLink(() => ({ headers: { authorization } })).concat(
      new HttpLink({ uri: `${server.url}/graphql` }),
    );
    const counted = new ApolloLink((operation, forward) => {
      requests += 1;
      return forward(operation);
    }).concat(http);
    const isSubscription = ({ operationType }: ApolloLink.Operation) => operationType === "subscription";
    outside = new ApolloClient({ link: http, cache: new InMemoryCache() });
    client = new ApolloClient({
      link: ApolloLink.split(isSubscription, new GraphQLWsLink(sockets), counted),
      cache: new InMemoryCache(),
    });
  });
  afterEach(async () => {
    client.stop();
    outside.stop();
    await sockets.dispose();
  });
  afterAll(() => server.close());

  const cachedCustomer = (id: string) => client.readQuery({ query: readCustomer, variables: { id } })?.customer;
  const changeOutside = async (id: string, input: { firstName?: string; lastName?: string }) =>
    (await outside.mutate({ mutation: changeCustomer, variables: { id, input } })).data?.customerUpdate.customer;

  /** A customer in the cache of `client`, and its changes from the time when the subscription has begun. */
  async function givenFollowedCustomer() {
    const { data } = await outside.mutate({ mutation: createCustomer });
    const id = data?.customerCreate.customer?.id ?? "";
    await client.query({ query: readCustomer, variables: { id } });
    const changes: Change[] = [];
    client.subscribe({ query: followCustomer, variables: { id } }).subscribe(({ data }) => {
      if (data?.changes) changes.push(data.changes);
    });
    // The protocol does not report the start of a subscription.
    let name = 0;
    await eventually("no change has arrived", async () => {
      name += 1;
      await changeOutside(id, { firstName: String(name) });
      return changes.at(-1);
    });
    await eventually("a change is missing", async () => changes.find(({ version }) => version === name + 1));
    return { id, changes };
  }

  it("has the new state and version after a change from outside, without a request", async () => {
    const { id, changes } = await givenFollowedCustomer();
    const names: unknown[] = [];
    const watched = client.watchQuery({ query: readCustomer, variables: { id } });
    const watching = watched.subscribe(({ data }) => void names.push(data?.customer?.lastName));
    const before = { requests, changes: changes.length };
    const changed = await changeOutside(id, { lastName: "Lovelace" });
    await eventually("no change has arrived", async () => changes[before.changes]);
    expect(cachedCustomer(id)).toEqual(changed);
    expect(cachedCustomer(id)).toMatchObject({ lastName: "Lovelace", version: changes.at(-1)?.version });
    await eventually("the query has not changed", async () => names.find((name) => name === "Lovelace"));
    expect(requests).toBe(before.requests);
    watching.unsubscribe();

    const ifVersion = cachedCustomer(id)?.version ?? 0;
    const variables = { id, input: { firstName: "Augusta" }, ifVersion };
    const { data } = await client.mutate({ mutation: changeCustomer, variables });
    expect(data?.customerUpdate).toMatchObject({
      customer: { firstName: "Augusta", lastName: "Lovelace" },
      userErrors: [],
    });
  });

  it("has the state of a version conflict, so that the next try succeeds", async () => {
    const { data: created } = await outside.mutate({ mutation: createCustomer });
    const id = created?.customerCreate.customer?.id ?? "";
    await client.query({ query: readCustomer, variables: { id } });
    const changed = await changeOutside(id, { lastName: "Lovelace" });
    const save = async () => {
      const ifVersion = cachedCustomer(id)?.version ?? 0;
      const variables = { id, input: { firstName: "Augusta" }, ifVersion };
      return (await client.mutate({ mutation: changeCustomer, variables })).data?.customerUpdate;
    };
    expect((await save())?.userErrors).toMatchObject([{ code: "VERSION_CONFLICT", current: { id } }]);
    expect(cachedCustomer(id)).toEqual(changed);
    expect(await save()).toMatchObject({ customer: { firstName: "Augusta", version: 3 }, userErrors: [] });
  });

  it("can drop a deleted customer, whose subject is null", async () => {
    const { id, changes } = await givenFollowedCustomer();
    await outside.mutate({ mutation: deleteCustomer, variables: { id } });
    const deletion = await eventually("no deletion has arrived", async () =>
      changes.find(({ action }) => action === "DELETED"),
    );
    expect(deletion).toMatchObject({ subjectType: "CUSTOMER", subjectId: id, subject: null });
    client.cache.evict({ id: `Customer:${deletion.subjectId}` });
    expect(cachedCustomer(id)).toBeUndefined();
  });
});
