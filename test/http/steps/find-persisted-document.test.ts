import { createHash } from "node:crypto";
import { ApolloServer } from "@apollo/server";
import { defaultLimits } from "../../../src/execution/limits/limits.js";
import { useTestServer } from "../../support/server.js";
import { persistedQuerySteps } from "./persisted-query.steps.js";

describe("a persisted query", () => {
  const server = useTestServer();
  const { send, hashOf, extensionsFor } = persistedQuerySteps(server);
  const byApollo = jest.spyOn(ApolloServer.prototype, "executeHTTPGraphQLRequest");
  beforeEach(() => byApollo.mockClear());
  afterAll(() => byApollo.mockRestore());

  let documents = 0;
  /** A document that no server has seen. */
  const newQuery = (fields = "customers { totalCount }") => `{ ${fields} } # ${++documents}`;
  const data = { status: 200, body: { data: { customers: { totalCount: 0 } } } };
  const notFound = {
    status: 200,
    body: { errors: [{ message: "PersistedQueryNotFound", extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } }] },
  };

  it.each([
    ["POST", "POST"],
    ["GET", "GET"],
    ["POST", "GET"],
    ["GET", "POST"],
  ] as const)("is unknown until it is sent with its query: %s, then %s", async (first, then) => {
    const query = newQuery();
    expect(await send({ extensions: extensionsFor(query) }, { method: first })).toMatchObject(notFound);
    expect(await send({ query, extensions: extensionsFor(query) }, { method: first })).toMatchObject(data);
    for (let use = 1; use <= 5; use += 1) {
      const answer = await send({ extensions: extensionsFor(query) }, { method: then });
      expect(answer).toEqual(await send({ query }, { method: then }));
      expect(answer).toMatchObject(data);
    }
  });

  it("is answered from the operation cache, as other documents are", async () => {
    const query = newQuery();
    const clientLibrary = { name: "@apollo/client", version: "4.3.8" };
    await send({ query, extensions: { ...extensionsFor(query), clientLibrary } });
    for (let use = 1; use <= 5; use += 1) {
      const extensions = { clientLibrary, ...extensionsFor(query) };
      expect(await send({ extensions, operationName: null, variables: {} })).toMatchObject(data);
    }
    expect(byApollo).toHaveBeenCalledTimes(1);
  });

  it.each([undefined, null, ""])("may have the query %j beside its hash", async (query) => {
    const known = newQuery();
    await send({ query: known, extensions: extensionsFor(known) });
    expect(await send({ query, extensions: extensionsFor(known) })).toMatchObject(data);
  });

  it("may be named by documentId", async () => {
    const query = newQuery();
    expect(await send({ documentId: `sha256:${hashOf(query)}` })).toMatchObject(notFound);
    await send({ query, extensions: extensionsFor(query) });
    for (const documentId of [hashOf(query), `sha256:${hashOf(query)}`]) {
      for (const method of ["GET", "POST"] as const) expect(await send({ documentId }, { method })).toMatchObject(data);
    }
  });

  it("keeps variables, operation name and other extensions of the request", async () => {
    const query = `query A { __typename } query B($n: Int) { customers(first: $n) { nodes { id } } } # ${++documents}`;
    await send({ query, operationName: "A", extensions: extensionsFor(query) });
    for (const method of ["GET", "POST", "GET", "POST"] as const) {
      for (const n of [2, "x"]) {
        const parameters = { operationName: "B", variables: { n } };
        const extensions = { other: 1, ...extensionsFor(query) };
        const answer = await send({ ...parameters, extensions }, { method });
        expect(answer).toEqual(await send({ ...parameters, query, extensions: { other: 1 } }, { method }));
        expect(answer.status).toBe(n === 2 ? 200 : 400);
      }
    }
  });

  it.each([
    ["is no object", "a hash"],
    ["has no hash", { version: 1 }],
    ["has a hash that is no text", { version: 1, sha256Hash: 7 }],
    ["has another version", { version: 2, sha256Hash: "a" }],
    ["has the hash of another query", { version: 1, sha256Hash: hashOf("{ __typename }") }],
    [
      "has a SHA-1",
      { version: 1, sha256Hash: createHash("sha1").update("{ customers { totalCount } }").digest("hex") },
    ],
  ])("is refused if it %s", async (_what, persistedQuery) => {
    for (const method of ["GET", "POST"] as const) {
      const answer = await send({ query: "{ customers { totalCount } }", extensions: { persistedQuery } }, { method });
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ extensions: { code: "BAD_REQUEST" } }] } });
    }
  });

  it("is not stored if its document is not valid, exceeds a limit or cannot be parsed", async () => {
    for (const query of [newQuery("nothing"), newQuery("a ".repeat(1_001)), newQuery("{")]) {
      expect((await send({ query, extensions: extensionsFor(query) })).status).toBe(400);
      expect(await send({ extensions: extensionsFor(query) })).toMatchObject(notFound);
    }
  });

  it.each([
    [20_000, true],
    [20_001, false],
  ])("with a document of %d characters is stored for later requests: %s", async (length, isStored) => {
    const query = newQuery().padEnd(length);
    expect(await send({ query, extensions: extensionsFor(query) })).toMatchObject(data);
    expect(await send({ extensions: extensionsFor(query) })).toMatchObject(isStored ? data : notFound);
  });

  it("is refused for the length of its document, with a right and with a wrong hash", async () => {
    const query = newQuery().padEnd(defaultLimits.characters + 1);
    for (const extensions of [extensionsFor(query), extensionsFor("{ __typename }")]) {
      const errors = [{ extensions: { code: "QUERY_TOO_COMPLEX", limit: "characters" } }];
      expect(await send({ query, extensions })).toMatchObject({ status: 400, body: { errors } });
    }
  });

  it("is stored if its document is valid, whoever sends it", async () => {
    const query = newQuery();
    const stranger = { authorization: "Bearer sk_wrong" };
    expect((await send({ query, extensions: extensionsFor(query) }, stranger)).status).toBe(401);
    expect(await send({ extensions: extensionsFor(query) })).toMatchObject(data);
    expect((await send({ extensions: extensionsFor(query) }, stranger)).status).toBe(401);
  });

  it("is refused in the media type that the client accepts", async () => {
    const extensions = extensionsFor(newQuery());
    const type = "application/graphql-response+json";
    const { headers } = await send({ extensions }, { accept: type });
    expect(headers["content-type"]).toBe(`${type}; charset=utf-8`);
    expect(await send({ extensions }, { accept: "image/png" })).toMatchObject({ status: 406 });
  });

  it("cannot be a mutation in a GET request", async () => {
    const query = 'mutation { customerCreate(input: { firstName: "Ada" }) { customer { firstName } } }';
    expect(await send({ query, extensions: extensionsFor(query) })).toMatchObject({ status: 200 });
    expect(await send({ extensions: extensionsFor(query) }, { method: "GET" })).toMatchObject({ status: 405 });
    expect(await server.testDatabase.database.prisma.customer.count()).toBe(1);
  });

  it("runs once for an Idempotency-Key, also if it is sent again with its query", async () => {
    const query = 'mutation { customerCreate(input: { firstName: "Ada" }) { customer { id } } }';
    const extensions = extensionsFor(query);
    await send({ query: `${query} ` });
    await send({ query, extensions }, { "idempotency-key": "first" });
    const byHash = await send({ extensions }, { "idempotency-key": "second" });
    expect(await send({ extensions }, { "idempotency-key": "second" })).toMatchObject({ body: byHash.body });
    expect(await send({ query, extensions }, { "idempotency-key": "second" })).toMatchObject({ body: byHash.body });
    expect(await send({ query }, { "idempotency-key": "second" })).toMatchObject({ body: byHash.body });
    expect(await server.testDatabase.database.prisma.customer.count()).toBe(3);
  });

  it("is not accepted by GET from a page that must not send requests", async () => {
    const query = newQuery("__typename");
    await send({ query, extensions: extensionsFor(query) });
    const search = new URLSearchParams({ extensions: JSON.stringify(extensionsFor(query)) });
    const { statusCode } = await server.app.inject({ url: `/graphql?${search}` });
    expect(statusCode).toBe(400);
  });

  it("leaves malformed extensions of a GET request to Apollo Server", async () => {
    const search = new URLSearchParams({ query: "{ __typename }", extensions: '{"persistedQuery":' });
    const headers = { authorization: "Bearer a" };
    const { statusCode } = await server.app.inject({ url: `/graphql?${search}`, headers });
    expect(statusCode).toBe(400);
  });

  it("charges a refusal for an unknown hash", async () => {
    const { app } = await server.another({ rateLimit: { addresses: { perSecond: 0.001, burst: 250 } } });
    const codes = [];
    for (let time = 1; time <= 3; time += 1) {
      const payload = { extensions: extensionsFor(newQuery()) };
      const response = await app.inject({ method: "POST", url: "/graphql", payload });
      codes.push(response.json().errors[0].extensions.code);
    }
    expect(codes).toEqual(["PERSISTED_QUERY_NOT_FOUND", "PERSISTED_QUERY_NOT_FOUND", "RATE_LIMITED"]);
  });
});
