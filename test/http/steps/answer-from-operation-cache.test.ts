import { setTimeout } from "node:timers/promises";
import { ApolloServer } from "@apollo/server";
import { givenApiKey } from "../../api-key/api-key.steps.js";
import { givenCustomer } from "../../customer/customer.steps.js";
import { describeOnServer } from "../../support/database.js";
import { adminKey, useTestServer } from "../../support/server.js";

describe("the response to a cached operation", () => {
  const server = useTestServer();
  const byApollo = jest.spyOn(ApolloServer.prototype, "executeHTTPGraphQLRequest");
  afterAll(() => byApollo.mockRestore());

  async function send(payload: object, { key = adminKey, ...headers }: Readonly<Record<string, string>> = {}) {
    const {
      statusCode,
      headers: answered,
      body,
    } = await server.app.inject({
      method: "POST",
      url: "/graphql",
      headers: { authorization: `Bearer ${key}`, ...headers },
      payload,
    });
    const { date: _, "x-request-id": __, ...others } = answered;
    return { statusCode, headers: others, body };
  }

  /** The first response, later responses to the same request, and the number of responses from Apollo Server. */
  async function answers(payload: object, headers?: Readonly<Record<string, string>>) {
    byApollo.mockClear();
    const first = await send(payload, headers);
    const later = [];
    for (let use = 1; use < 5; use += 1) later.push(await send(payload, headers));
    return { first, later, givenByApollo: byApollo.mock.calls.length };
  }

  const fields =
    "email createdAt metadata addresses(first: 2) { totalCount nodes { city } pageInfo { hasNextPage endCursor } }";

  it.each<[string, object]>([
    ["data", { query: `{ customers(first: 2) { nodes { ${fields} } } }` }],
    [
      "data for variables",
      { query: "query ($n: Int) { customers(first: $n) { nodes { email } } }", variables: { n: 1 } },
    ],
    [
      "one of several operations",
      { query: "query A { __typename } query B { customers { totalCount } }", operationName: "B" },
    ],
    [
      "entities for a gateway",
      {
        query: `query ($refs: [_Any!]!) { _entities(representations: $refs) { __typename ... on Customer { ${fields} } } }`,
        variables: { refs: ["cus_imported", "cus_unknown"].map((id) => ({ __typename: "Customer", id })) },
      },
    ],
    [
      "a representation that is refused",
      { query: '{ _entities(representations: [{ __typename: "Customer" }]) { __typename } }' },
    ],
    ["the schema for a gateway", { query: "{ _service { sdl } }" }],
    ["an argument that is refused", { query: "{ customers(first: 500) { totalCount } }" }],
    [
      "an argument that is refused under another",
      { query: "{ customers { nodes { addresses(first: 500) { totalCount } } } }" },
    ],
    [
      "a mutation's user errors",
      { query: 'mutation { customerCreate(input: { email: "no" }) { userErrors { code } } }' },
    ],
    [
      "a mutation's error",
      { query: 'mutation { customerDelete(id: "cus_1") { customer { addresses(first: 500) { totalCount } } } }' },
    ],
    [
      "a login",
      { query: 'mutation { login(email: "nobody@example.com", password: "wrong") { userErrors { code } } }' },
    ],
    [
      "a login that asks for its token, which must not be compressed",
      { query: 'mutation { login(email: "nobody@example.com", password: "wrong") { token userErrors { code } } }' },
    ],
  ])("is the same as that of Apollo Server, which is not called again: %s", async (_what, payload) => {
    await givenCustomer(server, { email: "ada@example.com" });
    await server.testDatabase.database.prisma.customer.create({
      data: { id: "cus_imported", email: "eva@example.com" },
    });
    const { first, later, givenByApollo } = await answers(payload);
    for (const answer of later) expect(answer).toEqual(first);
    expect(givenByApollo).toBe(1);
  });

  it.each<[string, object, Readonly<Record<string, string>>]>([
    ["a document that is not valid", { query: "{ nothing }" }, {}],
    ["unknown extensions", { query: "{ customers { totalCount } }", extensions: { a: 1 } }, {}],
  ])("comes from Apollo Server: %s", async (_what, payload, headers) => {
    const { first, later, givenByApollo } = await answers(payload, headers);
    for (const answer of later) expect(answer).toEqual(first);
    expect(givenByApollo).toBe(5);
  });

  it("is a refusal without Apollo Server if the request accepts no content type of a response", async () => {
    const { first, later, givenByApollo } = await answers(
      { query: "{ customers { totalCount } }" },
      { accept: "image/png" },
    );
    expect(first.statusCode).toBe(406);
    for (const answer of later) expect(answer).toEqual(first);
    expect(givenByApollo).toBe(0);
  });

  it("is a refusal for a Host that is no host, also after the document was cached", async () => {
    const payload = { query: "{ customers { totalCount } }" };
    const refused = await send(payload, { host: "not a host" });
    expect(refused.statusCode).toBe(400);
    expect(JSON.parse(refused.body)).toMatchObject({
      errors: [{ message: expect.stringMatching(/^The header Host /) }],
    });
    expect((await answers(payload)).later.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
    expect(await send(payload, { host: "not a host" })).toEqual(refused);
  });

  const filtered = "query ($w: CustomerFilter, $n: Int) { customers(where: $w, first: $n) { totalCount } }";
  const paged = "query ($n: Int) { customers(first: $n) { totalCount } }";
  const expensive = "{ customers(first: 250) { nodes { groups(first: 250) { nodes { id } } } } }";
  let texts = 0;
  const wrongValues = Array.from({ length: 60 }, (_, n) => ({ email: n }));

  it.each<[string, { query: string; variables?: object }, Readonly<Record<string, string>>]>([
    ["no caller", { query: "{ customers { totalCount } }" }, { key: "sk_wrong" }],
    [
      "no caller, as plain JSON",
      { query: "{ customers { totalCount } }" },
      { key: "sk_wrong", accept: "application/json" },
    ],
    ["a caller without the scope", { query: "{ customers { totalCount } }" }, { key: "" }],
    ["a value of the wrong type", { query: paged, variables: { n: "x" } }, {}],
    [
      "a value of the wrong type, as plain JSON",
      { query: paged, variables: { n: "x" } },
      { accept: "application/json" },
    ],
    ["a value of the wrong type in a filter", { query: filtered, variables: { w: { email: { eq: 1 } } } }, {}],
    ["many values of the wrong type", { query: filtered, variables: { w: { or: wrongValues }, n: "x" } }, {}],
    ["an operation that costs too much", { query: expensive }, {}],
    ["a field that the caller may not filter by", { query: filtered, variables: { w: { groups: {} } } }, { key: "" }],
  ])("is the same refusal as that of Apollo Server, which is not called again: %s", async (_what, payload, headers) => {
    const { secret } = await givenApiKey(server, ["ORDERS_READ"]);
    const sentWith = { ...headers, key: headers.key === "" ? secret : (headers.key ?? adminKey) };
    await send({ query: payload.query });
    const known = await answers(payload, sentWith);
    expect(known.givenByApollo).toBe(0);
    // Another text, and therefore another document.
    texts += 1;
    const unknown = await send({ ...payload, query: payload.query + " ".repeat(texts) }, sentWith);
    expect(byApollo).toHaveBeenCalledTimes(1);
    expect(known.first.body).toContain('"errors"');
    expect(known.first).toEqual(unknown);
    for (const answer of known.later) expect(answer).toEqual(unknown);
  });

  it.each([
    ["application/json", 200],
    ["*/*", 400],
    ["application/graphql-response+json", 400],
  ])("has the status for a refused argument that a client needs which accepts %s: %d", async (accept, status) => {
    const query = "{ customers(first: 500) { totalCount } other: customers { totalCount } }";
    const { first, later, givenByApollo } = await answers({ query: `${query} # ${accept}` }, { accept });
    expect(first).toMatchObject({ statusCode: status });
    for (const answer of later) expect(answer).toEqual(first);
    expect(givenByApollo).toBe(1);
  });

  it("comes from Apollo Server once for requests of Apollo Client 4", async () => {
    const extensions = { clientLibrary: { name: "@apollo/client", version: "4.3.8" } };
    const { first, later, givenByApollo } = await answers({
      query: "query A { customers { totalCount } }",
      operationName: "A",
      variables: {},
      extensions,
    });
    for (const answer of later) expect(answer).toEqual(first);
    expect(givenByApollo).toBe(1);
  });

  it("does not come from Apollo Server again after many unusual Accept headers", async () => {
    for (let n = 0; n < 120; n += 1)
      await send({ query: "{ __typename }" }, { accept: `application/json;q=0.${n + 1}` });
    const { givenByApollo } = await answers({ query: "{ countries { displayName } }" });
    expect(givenByApollo).toBe(1);
  });

  it("is refused for a caller without access, and sent to a caller with access", async () => {
    const payload = { query: "{ customers { totalCount } }" };
    await answers(payload);
    const { secret } = await givenApiKey(server, ["ORDERS_READ"]);
    expect(await send(payload, { key: secret })).toMatchObject({ statusCode: 403 });
    expect(await send(payload)).toMatchObject({ statusCode: 200 });
  });

  it.each([
    "application/json",
    "application/graphql-response+json",
    "*/*",
    "text/html, application/json;q=0.5",
    "application/graphql-response+json;q=0.5, application/json;q=0.9",
    "application/graphql-response+json, application/json;q=0.9",
    "APPLICATION/*;q=0.1",
    "application/json;q=0, */*",
    "multipart/mixed, application/json",
    ",",
  ])("has the requested content type: %s", async (accept) => {
    const { first, later } = await answers({ query: "{ customers { totalCount } }" }, { accept });
    for (const answer of later) expect(answer).toEqual(first);
  });
});

describeOnServer("a query whose connection to the database is ended while it runs", () => {
  const server = useTestServer();
  const query = "{ customers(first: 2) { nodes { id } } }";

  /** Makes the query wait for a lock, and ends its connection. */
  async function answerTo(text: string) {
    const client = await server.testDatabase.database.pool.connect();
    try {
      await client.query("BEGIN; LOCK TABLE customer IN ACCESS EXCLUSIVE MODE");
      const answer = server.app.inject({
        method: "POST",
        url: "/graphql",
        headers: { authorization: `Bearer ${adminKey}` },
        payload: { query: text },
      });
      // inject sends a request only after `then` is called.
      const [response] = await Promise.all([answer, endTheWaiting()]);
      return { status: response.statusCode, retryAfter: response.headers["retry-after"], ...response.json() };
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
  }

  async function endTheWaiting() {
    const { pool } = server.testDatabase.database;
    const end =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while ((await pool.query(end)).rowCount === 0) await setTimeout(20);
  }

  it("a cached operation gets the same response as a new one while the database is unavailable", async () => {
    const first = await answerTo(query);
    expect(first).toMatchObject({ status: 503, retryAfter: "1", data: null });
    expect(first.errors).toMatchObject([{ extensions: { code: "SERVICE_UNAVAILABLE" } }]);
    for (let use = 1; use <= 4; use += 1) expect(await server.ask(query)).toMatchObject({ status: 200 });
    expect(await answerTo(query)).toEqual(first);
  });
});
