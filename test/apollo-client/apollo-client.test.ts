import { ApolloClient, type ApolloLink, HttpLink, InMemoryCache } from "@apollo/client";
import { CombinedGraphQLErrors } from "@apollo/client/errors";
import { SetContextLink } from "@apollo/client/link/context";
import { relayStylePagination } from "@apollo/client/utilities";
import { filter, firstValueFrom } from "rxjs";
import { graphql } from "../support/generated/gql.js";
import { startTestServer } from "../support/server.js";

const createCustomer = graphql(`
  mutation ClientCreatesCustomer($input: CustomerCreateInput!) {
    customerCreate(input: $input) {
      customer {
        id
        email
        lastName
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

const renameCustomer = graphql(`
  mutation ClientRenamesCustomer($id: ID!, $lastName: String) {
    customerUpdate(id: $id, input: { lastName: $lastName }) {
      customer {
        id
        lastName
        version
      }
    }
  }
`);

const customersByName = graphql(`
  query ClientListsCustomers($first: Int!, $after: String) {
    customers(first: $first, after: $after, sort: [{ field: LAST_NAME }]) {
      totalCount
      edges {
        cursor
        node {
          id
          lastName
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`);

const customerById = graphql(`
  query ClientReadsCustomer($id: ID!) {
    customer(id: $id) {
      id
      lastName
      version
    }
  }
`);

const possibleTypes = { UserError: ["InputError", "NotFoundError", "TakenError", "VersionConflictError"] };

describe("Apollo Client", () => {
  let server: Awaited<ReturnType<typeof startTestServer>>;
  let client: ApolloClient;

  beforeAll(async () => {
    server = await startTestServer();
  });
  beforeEach(async () => {
    await server.reset();
    client = newClient(keyLink(server.adminKey).concat(httpLink()));
  });
  afterEach(() => client.stop());
  afterAll(() => server.close());

  const httpLink = () => new HttpLink({ uri: `${server.url}/graphql` });
  const keyLink = (key: string) => new SetContextLink(() => ({ headers: { authorization: `Bearer ${key}` } }));

  function newClient(link: ApolloLink): ApolloClient {
    const customers = relayStylePagination(["sort", "where", "search"]);
    return new ApolloClient({
      link,
      cache: new InMemoryCache({ possibleTypes, typePolicies: { Query: { fields: { customers } } } }),
    });
  }

  async function create(input: { email?: string; lastName?: string }) {
    const { data } = await client.mutate({ mutation: createCustomer, variables: { input } });
    const id = data?.customerCreate.customer?.id;
    if (id === undefined) throw new Error("The customer was not created.");
    return id;
  }

  it("gets the data of a query and distinguishes types by __typename", async () => {
    const id = await create({ lastName: "Lovelace" });
    const { data } = await client.query({ query: customerById, variables: { id } });
    expect(data?.customer).toEqual({ __typename: "Customer", id, lastName: "Lovelace", version: 1 });
  });

  it("gets user errors as data, with the fields of their type", async () => {
    const existingId = await create({ email: "ada@example.com" });
    const { data, error } = await client.mutate({
      mutation: createCustomer,
      variables: { input: { email: "Ada@example.com" } },
    });
    expect(error).toBeUndefined();
    expect(data?.customerCreate).toMatchObject({
      customer: null,
      userErrors: [{ __typename: "TakenError", code: "EMAIL_TAKEN", path: ["input", "email"], existingId }],
    });
  });

  it("appends the pages of fetchMore, each row once", async () => {
    for (const lastName of ["E", "B", "D", "A", "C"]) await create({ lastName });
    const list = client.watchQuery({ query: customersByName, variables: { first: 2 } });
    const subscription = list.subscribe(() => {});
    await firstValueFrom(list.pipe(filter(({ loading }) => !loading)));
    const merged = () => client.readQuery({ query: customersByName, variables: { first: 2 } })?.customers;
    while (merged()?.pageInfo.hasNextPage) {
      await list.fetchMore({ variables: { after: merged()?.pageInfo.endCursor } });
    }
    subscription.unsubscribe();
    expect(merged()?.edges.map(({ node }) => node.lastName)).toEqual(["A", "B", "C", "D", "E"]);
    expect(merged()).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: false, hasPreviousPage: false } });
    expect(list.getCurrentResult().data).toEqual({ customers: merged() });
  });

  it("shows the change of a mutation in a list that was read before, without another request", async () => {
    const id = await create({ lastName: "Byron" });
    await client.query({ query: customersByName, variables: { first: 2 } });
    await client.mutate({ mutation: renameCustomer, variables: { id, lastName: "Lovelace" } });
    const cached = client.readQuery({ query: customersByName, variables: { first: 2 } });
    expect(cached?.customers.edges.map(({ node }) => node.lastName)).toEqual(["Lovelace"]);
  });

  it("gets an error with the code UNAUTHENTICATED without a key", async () => {
    const stranger = newClient(httpLink());
    const request = stranger.query({ query: customerById, variables: { id: "cus_1" } });
    const error = await request.catch((reason: unknown) => reason);
    stranger.stop();
    expect(CombinedGraphQLErrors.is(error) && error.errors[0]?.extensions?.code).toBe("UNAUTHENTICATED");
  });
});
