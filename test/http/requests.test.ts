import { gzipSync } from "node:zlib";
import type { InjectOptions } from "fastify";
import { adminKey, useTestServer } from "../support/server.js";

const json = { "content-type": "application/json" };
const query = "{ __typename }";
const manyFields = `{ ${"__typename ".repeat(10_001)} }`;

const inUrl = (text: string) => `/graphql?query=${encodeURIComponent(text)}`;
const deletion = 'mutation { customerDelete(id: "cus_1") { deletedId } }';

describe("a request that GraphQL cannot answer", () => {
  const server = useTestServer();

  /** The part of a response that is the same each time. */
  async function send(request: InjectOptions) {
    const { statusCode, headers, body } = await server.app.inject({ method: "POST", url: "/graphql", ...request });
    const { errors, data } = JSON.parse(body);
    return { status: statusCode, code: errors?.[0].extensions.code, data, requestId: headers["x-request-id"], headers };
  }

  const refused: [what: string, request: InjectOptions, status: number][] = [
    ["malformed JSON", { headers: json, payload: '{"query":' }, 400],
    [
      "JSON in another encoding than UTF-8",
      { headers: json, payload: Buffer.from('{"query": "# Jos\xe9"}', "latin1") },
      400,
    ],
    ["an empty body", { headers: json, payload: "" }, 400],
    ["no body and no content type", {}, 400],
    ["JSON that is no object", { headers: json, payload: "42" }, 400],
    ["an object without a query", { payload: {} }, 400],
    ["a query that is no text", { payload: { query: { kind: "Document" } } }, 400],
    ["variables that are no object", { payload: { query, variables: [] } }, 400],
    ["a batch", { payload: [{ query }, { query }] }, 400],
    ["a form", { headers: { "content-type": "application/x-www-form-urlencoded" }, payload: "query=x" }, 415],
    ["plain text", { headers: { "content-type": "text/plain" }, payload: JSON.stringify({ query }) }, 415],
    ["a nonsensical content type", { headers: { "content-type": "nonsense" }, payload: "{}" }, 415],
    ["more than 1 MiB", { payload: { query: `${query}${" ".repeat(1_048_576)}` } }, 413],
    ["a path that isn't there", { url: "/graphq", payload: { query } }, 404],
    ["a path that cannot be decoded", { url: "/%E0%A4%A" }, 400],
    ["a method that isn't there", { method: "PUT", payload: { query } }, 404],
    ...(["PUT", "PATCH", "DELETE"] as const).flatMap((method): typeof refused => [
      [`${method} with an empty body`, { method, headers: json, payload: "" }, 404],
      [`${method} with malformed JSON`, { method, headers: json, payload: "{" }, 404],
      [`${method} without a body`, { method }, 404],
    ]),
    ["malformed JSON at a path that isn't there", { url: "/graphq", headers: json, payload: "{" }, 404],
    ["plain text at a path that isn't there", { url: "/graphq", headers: { "content-type": "text/plain" } }, 404],
    ["a Host header that is none", { headers: { host: "[" }, payload: { query } }, 400],
    ["a query in the address that a foreign page could send", { method: "GET", url: inUrl(query) }, 400],
    [
      "a mutation in the address",
      { method: "GET", url: inUrl(deletion), headers: { "apollo-require-preflight": "1" } },
      405,
    ],
    [
      "a mutation in the address with a credential",
      { method: "GET", url: inUrl(deletion), headers: { authorization: `Bearer ${adminKey}` } },
      405,
    ],
    [
      "a compressed body",
      { headers: { ...json, "content-encoding": "gzip" }, payload: gzipSync(`{"query":"${query}"}`) },
      415,
    ],
    ...["utf-16", "UTF-16LE", "latin1", '"iso-8859-1"', "nonsense"].map((charset): (typeof refused)[number] => [
      `a content type with the charset ${charset}`,
      { headers: { "content-type": `application/json; charset=${charset}` }, payload: JSON.stringify({ query }) },
      415,
    ]),
    ["a body in an unknown encoding", { headers: { ...json, "content-encoding": "x" }, payload: { query } }, 415],
  ];

  it.each(refused)("is answered as a GraphQL error: %s", async (_what, request, status) => {
    const answer = await send(request);
    expect(answer).toMatchObject({ status, code: "BAD_REQUEST", data: undefined });
    expect(answer.headers["content-type"]).toMatch("application/json");
    expect(answer.requestId).toMatch(/^[0-9A-Z]{26}$/);
    expect(server.log.splice(0)).toEqual([]);
  });

  it("has an invalid Host header, also if its document is cached", async () => {
    const payload = { query: "{ cached: __typename }" };
    for (let use = 1; use <= 3; use += 1) {
      expect(await send({ payload })).toMatchObject({ status: 200 });
      expect(await send({ payload, headers: { host: "[" } })).toMatchObject({ status: 400, code: "BAD_REQUEST" });
    }
  });

  it.each(["utf-8", "UTF-8", '"utf-8"', "utf8"])("may contain the charset of JSON: %s", async (charset) => {
    const headers = { "content-type": `application/json;charset=${charset}` };
    expect(await send({ headers, payload: JSON.stringify({ query }) })).toMatchObject({ status: 200 });
  });

  it("is not a GET query with a header that shows that no other site has sent it", async () => {
    const headers = { "apollo-require-preflight": "1" };
    expect(await send({ method: "GET", url: inUrl(query), headers })).toMatchObject({
      status: 200,
      data: { __typename: "Query" },
    });
  });

  it("is not a GET query with a credential, as urql sends it", async () => {
    const headers = {
      authorization: `Bearer ${adminKey}`,
      accept: "application/graphql-response+json, application/json",
    };
    const url = inUrl("{ viewer { type } }");
    expect(await send({ method: "GET", url, headers })).toMatchObject({
      status: 200,
      data: { viewer: { type: "API_KEY" } },
    });
    expect(await send({ method: "GET", url, headers: { ...headers, authorization: "Basic YTpi" } })).toMatchObject({
      status: 401,
    });
  });

  it("gets the accepted encodings of bodies in its response", async () => {
    const { headers } = await send({ headers: { ...json, "content-encoding": "br" }, payload: { query } });
    expect(headers["accept-encoding"]).toBe("identity");
    expect(await send({ headers: { ...json, "content-encoding": "identity" }, payload: { query } })).toMatchObject({
      status: 200,
    });
  });

  it.each<[string, InjectOptions]>([
    ["an empty operation name", { payload: { query: "{ first: __typename }", operationName: "" } }],
    [
      "an empty operation name, the document being known",
      { payload: { query: "{ first: __typename }", operationName: "" } },
    ],
    [
      "an empty operation name in the address",
      { method: "GET", url: `${inUrl(query)}&operationName=`, headers: { "apollo-require-preflight": "1" } },
    ],
    [
      "an empty operation name in the address, before others",
      {
        method: "GET",
        url: `/graphql?operationName=&query=${encodeURIComponent(query)}`,
        headers: { "apollo-require-preflight": "1" },
      },
    ],
    ["a slash at the end of the path", { url: "/graphql/", payload: { query } }],
    ["a slash at the end of a health check's path", { method: "GET", url: "/healthz/" }],
  ])("is not one with %s", async (_what, request) => {
    expect(await send(request)).toMatchObject({ status: 200, code: undefined });
  });

  it("a refused subscription shows its cost each time", async () => {
    for (let time = 1; time <= 5; time += 1) {
      const payload = { query: "subscription { changes { id } }" };
      const headers = { authorization: `Bearer ${adminKey}` };
      const response = await server.app.inject({ method: "POST", url: "/graphql", headers, payload });
      expect(response.json()).toMatchObject({
        errors: [{ extensions: { code: "BAD_USER_INPUT" } }],
        extensions: { cost: { requested: expect.any(Number) } },
      });
    }
  });
});

describe("an invalid operation", () => {
  const server = useTestServer();

  const byId = "query ($id: ID!) { customer(id: $id) { id } }";
  const ids = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";

  const refused: [what: string, query: string, variables: Record<string, unknown>, code: string][] = [
    ["broken syntax", "{ customer(", {}, "GRAPHQL_PARSE_FAILED"],
    ["too many tokens", manyFields, {}, "QUERY_TOO_COMPLEX"],
    ["fields nested too deep to read", "{a".repeat(3300) + "}".repeat(3300), {}, "QUERY_TOO_COMPLEX"],
    ["an unknown field", "{ custumer { id } }", {}, "GRAPHQL_VALIDATION_FAILED"],
    ["a variable that is missing", byId, {}, "BAD_USER_INPUT"],
    ["a variable of another type", byId, { id: {} }, "BAD_USER_INPUT"],
    ["more faulty variables than are listed", ids, { ids: Array(60).fill({}) }, "BAD_USER_INPUT"],
    [
      "null from a variable for an argument that must not be null",
      "query ($deleted: DeletedScope = EXCLUDE) { customers(deleted: $deleted) { totalCount } }",
      { deleted: null },
      "BAD_USER_INPUT",
    ],
    [
      "null from a variable deep in an argument",
      "query ($direction: SortDirection = ASC) { customers(sort: [{field: ID, direction: $direction}]) { totalCount } }",
      { direction: null },
      "BAD_USER_INPUT",
    ],
    [
      "null from a variable for a directive",
      "query ($with: Boolean = true) { __typename @include(if: $with) }",
      { with: null },
      "BAD_USER_INPUT",
    ],
    ["a subscription", "subscription { changes { id } }", {}, "BAD_USER_INPUT"],
  ];

  it.each(refused)("is a client error: %s", async (_what, query, variables, code) => {
    const { status, errors = [] } = await server.ask(query, variables);
    expect(status).toBe(400);
    expect(new Set(errors.map(({ extensions }) => extensions?.code))).toEqual(new Set([code]));
    expect(server.log.filter((line) => line.includes("failed"))).toEqual([]);
  });

  it.each<[string, string, Record<string, unknown>, string[], string]>([
    [
      "null in a list",
      'query ($a: String = "x") { customers(where: { email: { in: ["y", $a] } }) { totalCount } }',
      { a: null },
      ["where", "email", "in", "1"],
      "where.email.in.1 must not be null, but the variable $a is null.",
    ],
    [
      "null in an input object in a list",
      "query ($a: SortDirection = ASC) { customers(sort: [{ field: ID, direction: $a }]) { totalCount } }",
      { a: null },
      ["sort", "0", "direction"],
      "sort.0.direction must not be null, but the variable $a is null.",
    ],
    [
      "null in an input object that counts as a list",
      "query ($a: SortDirection = ASC) { customers(sort: { field: ID, direction: $a }) { totalCount } }",
      { a: null },
      ["sort", "direction"],
      "sort.direction must not be null, but the variable $a is null.",
    ],
  ])("has the path and the variable in its error, for new and cached operations: %s", async (...row) => {
    const [, query, variables, argumentPath, message] = row;
    expect(await server.ask(query)).toMatchObject({ status: 200 });
    for (let use = 1; use <= 4; use += 1) {
      for (const text of [query, `${query}${" ".repeat(use)}`]) {
        expect(await server.ask(text, variables)).toEqual({
          status: 400,
          errors: [{ message, locations: [expect.anything()], extensions: { code: "BAD_USER_INPUT", argumentPath } }],
        });
      }
    }
  });

  async function post(body: object) {
    const { statusCode, ...response } = await server.app.inject({ method: "POST", url: "/graphql", payload: body });
    return { status: statusCode, code: response.json().errors[0].extensions.code };
  }

  it("is refused if operationName matches no operation", async () => {
    const body = { query: "query A { __typename } query B { __typename }", operationName: "C" };
    expect(await post(body)).toEqual({ status: 400, code: "OPERATION_RESOLUTION_FAILURE" });
    expect(await post({ query: body.query })).toEqual({ status: 400, code: "OPERATION_RESOLUTION_FAILURE" });
  });

  it("asks clients with persisted queries to send the query", async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: "0".repeat(64) } };
    expect(await post({ extensions })).toEqual({ status: 200, code: "PERSISTED_QUERY_NOT_FOUND" });
  });

  it("cannot change the prototypes of objects", async () => {
    const variables = '{"id": "cus_1", "__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}';
    const response = await server.app.inject({
      method: "POST",
      url: "/graphql",
      headers: { ...json, authorization: `Bearer ${adminKey}` },
      payload: `{"query": ${JSON.stringify(byId)}, "variables": ${variables}}`,
    });
    expect(response.json()).toMatchObject({ data: { customer: null } });
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("polluted");
  });
});
