import { getIntrospectionQuery } from "graphql";
import { defaultLimits, type Limits } from "../../src/execution/limits/limits.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { askOverWebSocket } from "../history/subscriber.js";
import { useAddress } from "../history/subscription.steps.js";
import { adminKey, useTestServer } from "../support/server.js";

const times = (count: number, text: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => text(n)).join(" ");

/** For each limit, a document with this count. */
const documents: Readonly<
  Record<Exclude<keyof Limits, "values" | "cost" | "responseBytes">, (count: number) => string>
> = {
  characters: (count) => `{ __typename }${" ".repeat(count - 14)}`,
  tokens: (count) => `{ customers(first: 0, where: { id: { in: [${"1 ".repeat(count - 23)}] } }) { __typename } }`,
  selections: (count) => `{ ${times(count, (n) => `a${n}: __typename`)} }`,
  fragments: (count) =>
    `{ ...F1 } ${times(count, (n) => `fragment F${n + 1} on Query { ...${n + 2 > count ? " @skip(if: false) { __typename }" : `F${n + 2}`} }`)}`,
  depth: (count) => {
    const path = Array.from(
      { length: count - 1 },
      (_, n) => ["customers(first: 0)", "nodes", "groups(first: 0)", "nodes"][n % 4],
    );
    return `{ ${path.join(" { ")} { __typename ${"}".repeat(count)}`;
  },
  rootFields: (count) => `{ ${"__typename ".repeat(count)} }`,
  aliases: (count) => `{ customers(first: 0) { ${times(count, (n) => `a${n}: __typename`)} } }`,
  directives: (count) => `{ customers(first: 0) { ${"__typename @skip(if: true) ".repeat(count)} } }`,
};
const limitsOfDocuments = Object.keys(documents) as (keyof typeof documents)[];

/** Limits that are too high to be reached, for all that is not tested. */
const wide: Limits = { ...defaultLimits, tokens: 1e6, selections: 1e6, rootFields: 1e6, aliases: 1e6 };

describe("a limit", () => {
  const server = useTestServer();
  const url = useAddress(server);
  const withLimits = async (limits: Limits) => (await server.another({ limits })).as(adminKey);

  it.each(limitsOfDocuments)("is enforced, and its error contains its name: %s", async (limit) => {
    const document = documents[limit];
    const max = defaultLimits[limit];
    const { ask } = await withLimits({ ...wide, [limit]: max });
    expect(await ask(document(max))).toEqual({ status: 200, data: expect.anything() });
    // Reading stops at the limit, so there is no actual count.
    const [actual, got] = limit === "tokens" ? [{}, "more"] : [{ actual: max + 1 }, max + 1];
    expect(await ask(document(max + 1))).toEqual({
      status: 400,
      errors: [
        {
          message: `The request exceeds the limit ${limit}: at most ${max}, got ${got}.`,
          extensions: { code: "QUERY_TOO_COMPLEX", limit, max, ...actual },
        },
      ],
    });
  });

  it.each<[keyof Limits, string]>([
    ["depth", `{ ...A } fragment A on Query { ...B } fragment B on Query { ${documents.depth(21).slice(1)}`],
    ["rootFields", `{ ...A } fragment A on Query { ${"__typename ".repeat(31)} }`],
    [
      "aliases",
      `{ ${times(11, () => "... { ...A }")} } fragment A on Query { ${times(10, (n) => `a${n}: __typename`)} }`,
    ],
    [
      "directives",
      `{ ${times(11, () => "... { ...A }")} } fragment A on Query { ${times(10, () => "... @skip(if: true) { __typename }")} }`,
    ],
    ["directives", `query ${"@a ".repeat(101)} { __typename }`],
  ])("counts fragments at each place where they are spread: %s", async (limit, query) => {
    const { ask } = await withLimits({ ...wide, [limit]: defaultLimits[limit] });
    expect((await ask(query)).errors?.[0]?.extensions).toMatchObject({ code: "QUERY_TOO_COMPLEX", limit });
  });

  it("applies to subscriptions over WebSocket, too", async () => {
    const query = `subscription { changes { ${times(101, (n) => `a${n}: id`)} } }`;
    const { errors } = await askOverWebSocket({ url: url() }, query, {});
    expect(errors?.[0]?.extensions).toEqual({ code: "QUERY_TOO_COMPLEX", limit: "aliases", max: 100, actual: 101 });
  });

  it("applies to GET queries, too", async () => {
    const query = encodeURIComponent(documents.depth(21));
    const response = await server.app.inject({
      url: `/graphql?query=${query}`,
      headers: { "apollo-require-preflight": "1", accept: "application/graphql-response+json" },
    });
    expect(response.statusCode).toBe(400);
    expect(response.headers["content-type"]).toBe("application/graphql-response+json; charset=utf-8");
    expect(response.json().errors[0].extensions).toMatchObject({ limit: "depth" });
  });

  it.each([
    ["application/json, application/graphql-response+json", "application/json; charset=utf-8"],
    ["application/json;q=0.5, application/graphql-response+json", "application/graphql-response+json; charset=utf-8"],
    ["application/graphql-response+json;q=0, */*", "application/json; charset=utf-8"],
  ])("is answered in the media type that the client prefers: %s", async (accept, contentType) => {
    const { headers } = await server.app.inject({
      method: "POST",
      url: "/graphql",
      headers: { accept },
      payload: { query: documents.depth(21) },
    });
    expect(headers["content-type"]).toBe(contentType);
  });

  it("is enforced, and its error contains its name: values", async () => {
    const query = "query ($where: CustomerFilter) { customers(where: $where) { totalCount } }";
    const { ask } = await withLimits({ ...defaultLimits, values: 20 });
    // One value for each of where, or, its objects, and their fields.
    const where = (count: number) => ({ where: { or: Array(count).fill({ id: { eq: "a" } }) } });
    for (const use of ["at first", "when the document is known"]) {
      expect([use, (await ask(query, where(6))).status]).toEqual([use, 200]);
      expect((await ask(query, where(7))).errors?.[0]).toEqual({
        message: "The request exceeds the limit values: at most 20, got 21.",
        extensions: { code: "QUERY_TOO_COMPLEX", limit: "values", max: 20, actual: 21 },
      });
    }
    const ids = { where: { id: { in: Array(18).fill("a") } } };
    expect((await ask(query, ids)).errors?.[0]?.extensions).toMatchObject({ limit: "values", actual: 21 });
  });

  it("allows 1,000 nested levels of any kind in a document", async () => {
    const { ask } = await withLimits(defaultLimits);
    const nested = (open: string, inside: string, close: string, levels: number) =>
      `${open.repeat(levels)}${inside}${close.repeat(levels)}`;
    // Each is inside of other braces and parentheses.
    const documents = (levels: number) => [
      `{ nodes(ids: ${nested("[", "", "]", levels - 2)}) { id } }`,
      `{ nodes(ids: ${nested("{a:", "1", "}", levels - 2)}) { id } }`,
      `query ($ids: [ID!] = ${nested("[", "", "]", levels - 1)}) { nodes(ids: $ids) { id } }`,
      `query ($ids: ${nested("[", "ID", "]", levels - 1)}) { nodes(ids: $ids) { id } }`,
      `{ customers { nodes { id @skip(if: ${nested("[", "", "]", levels - 4)}) } } }`,
      nested("{ ...", "{ nothing }", "}", levels - 1),
    ];
    for (const document of documents(1_000)) {
      expect((await ask(document)).errors?.[0]?.extensions).toMatchObject({ code: "GRAPHQL_VALIDATION_FAILED" });
    }
    for (const document of documents(1_001)) {
      const { extensions } = (await ask(document)).errors?.[0] ?? {};
      expect(extensions).toEqual({ code: "QUERY_TOO_COMPLEX", limit: "nesting", max: 1_000 });
    }
  });

  it("allows tools the whole introspection query even if the depth limit is low", async () => {
    const { ask } = await withLimits({ ...defaultLimits, depth: 3 });
    const query = getIntrospectionQuery({
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    });
    expect(await ask(query)).toMatchObject({ status: 200, data: { __schema: expect.anything() } });
    const deep = `{ __type(name: "Customer") { ${"ofType { ".repeat(20)} name ${"}".repeat(20)} } }`;
    expect((await ask(deep)).errors?.[0]?.extensions).toMatchObject({ limit: "depth", actual: 22 });
  });
});

describe("the cost of a request", () => {
  const server = useTestServer();
  const byIds = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";

  async function send(query: string, variables: object, limits: Limits = defaultLimits) {
    const { app } = await server.another({ limits });
    const responses = [];
    // A new document, a cached document, and one with a plan.
    for (let use = 1; use <= 4; use += 1) {
      const headers = { authorization: `Bearer ${adminKey}` };
      const response = await app.inject({ method: "POST", url: "/graphql", headers, payload: { query, variables } });
      responses.push({ status: response.statusCode, ...response.json() });
    }
    return responses;
  }

  it("is in every response, also for cached documents", async () => {
    const { id } = await givenCustomer(server);
    for (const answer of await send(byIds, { ids: [id, id] })) {
      expect(answer).toEqual({
        status: 200,
        data: { nodes: [{ id }, { id }] },
        extensions: { cost: { requested: 3, limit: 50_000 } },
      });
    }
  });

  it("is in responses with errors, too", async () => {
    for (const answer of await send("{ customers(first: 500) { nodes { id } } }", {})) {
      expect(answer).toMatchObject({ status: 400, extensions: { cost: { requested: 251, limit: 50_000 } } });
    }
  });

  it("has a limit, which is checked with the values of variables before anything runs", async () => {
    const limits = { ...defaultLimits, cost: 100 };
    expect((await send(byIds, { ids: Array(90).fill("a") }, limits)).map(({ status }) => status)).toEqual([
      200, 200, 200, 200,
    ]);
    const { result, statements } = await server.testDatabase.withStatements(() =>
      send(byIds, { ids: Array(91).fill("a") }, limits),
    );
    for (const answer of result) {
      expect(answer).toEqual({
        status: 400,
        errors: [
          {
            message: "The request exceeds the limit cost: at most 100, got 101.",
            extensions: { code: "QUERY_TOO_COMPLEX", limit: "cost", max: 100, actual: 101 },
          },
        ],
        extensions: { cost: { requested: 101, limit: 100 } },
      });
    }
    expect(statements).toEqual([]);
  });

  it("is checked after authentication", async () => {
    const query = "{ customers(first: 250) { nodes { groups(first: 250) { nodes { id } } } } }";
    expect(await server.as(null).ask(query)).toMatchObject({ status: 401 });
    expect(await server.ask(query)).toMatchObject({ status: 400, errors: [{ extensions: { limit: "cost" } }] });
  });
});
