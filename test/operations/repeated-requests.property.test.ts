import { createHash } from "node:crypto";
import { ApolloServer } from "@apollo/server";
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { OperationTypeNode } from "graphql";
import { defaultLimits } from "../../src/execution/limits/limits.js";
import { createSchema } from "../../src/schema.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { generatedOperation } from "../execution/generated-operation.js";
import type { GeneratedOperation } from "../execution/operation-writer.js";
import { givenPool } from "../execution/value-pool.js";
import { adminKey, useTestServer } from "../support/server.js";

const schema = createSchema();
const seed = 20_261_129;
const maxVariables = 12;

/** The form of one of several requests with the same document. */
interface Sending {
  readonly method: "GET" | "POST";
  readonly accept: string | undefined;
  readonly extensions: object | undefined;
  /** True if the hash of the document is sent instead of it. An unknown hash is sent again with the document, as clients do. */
  readonly isPersisted: boolean;
  /** For each variable: as it was generated, left out, or null. */
  readonly variables: readonly ("given" | "left out" | "null")[];
}

const apolloClient = { clientLibrary: { name: "@apollo/client", version: "4.0.9" } };
const sending: fc.Arbitrary<Sending> = fc.record({
  method: fc.constantFrom("POST", "POST", "POST", "POST", "GET"),
  accept: fc.constantFrom(
    undefined,
    "*/*",
    "application/json",
    "application/graphql-response+json",
    "application/graphql-response+json,application/json;q=0.9",
    "text/html, application/*;q=0.5",
    "image/png",
  ),
  extensions: fc.constantFrom(undefined, undefined, {}, apolloClient, apolloClient, { other: 1 }),
  isPersisted: fc.boolean(),
  variables: fc.array(fc.constantFrom("given", "given", "given", "left out", "null"), {
    minLength: maxVariables,
    maxLength: maxVariables,
  }),
});

const asIs: Sending = { method: "POST", accept: undefined, extensions: undefined, isPersisted: false, variables: [] };

describe("a document that was sent before", () => {
  const server = useTestServer();
  const byApollo = jest.spyOn(ApolloServer.prototype, "executeHTTPGraphQLRequest");
  afterAll(() => byApollo.mockRestore());
  let app: FastifyInstance;
  let texts = 0;
  beforeAll(async () => {
    // Some of the operations cost more than that.
    ({ app } = await server.another({ limits: { ...defaultLimits, cost: 300 } }));
  });

  /** The same document as another text, which no server has seen. */
  function unknownText(query: string): string {
    texts += 1;
    return `${query}\n# ${texts}`;
  }

  async function answer(query: string, operation: GeneratedOperation, sent: Sending, key: string) {
    if (!sent.isPersisted) return send(query, operation, sent, key);
    const sha256Hash = createHash("sha256").update(query).digest("hex");
    const extensions = { ...sent.extensions, persistedQuery: { version: 1, sha256Hash } };
    const byHash = await send(undefined, operation, { ...sent, extensions }, key);
    return byHash.body.includes("PersistedQueryNotFound")
      ? send(query, operation, { ...sent, extensions }, key)
      : byHash;
  }

  async function send(
    query: string | undefined,
    operation: GeneratedOperation,
    { method, accept, ...sent }: Sending,
    key: string,
  ) {
    const { operationName } = operation;
    const variables = variablesOf(operation, sent.variables);
    const headers = {
      authorization: `Bearer ${key}`,
      ...(accept !== undefined && { accept }),
    };
    const { extensions } = sent;
    const response = await app.inject(
      method === "POST"
        ? { method, url: "/graphql", headers, payload: { query, operationName, variables, extensions } }
        : {
            method,
            url: "/graphql",
            headers,
            query: {
              ...(query !== undefined && { query }),
              ...(operationName && { operationName }),
              variables: JSON.stringify(variables),
              ...(extensions && { extensions: JSON.stringify(extensions) }),
            },
          },
    );
    const { date: _date, "x-request-id": _id, ...others } = response.headers;
    return { status: response.statusCode, headers: others, body: response.body };
  }

  it("has the same response as at its first use, with any earlier requests", async () => {
    const pool = await givenPool(server);
    const keys = [adminKey, (await givenApiKey(server, ["CUSTOMERS_READ"])).secret, "sk_wrong"];
    // The last use of a key is written every 30 seconds, and only if it is later.
    await server.testDatabase.database.prisma.apiKey.updateMany({ data: { lastUsedAt: new Date("2100-01-01") } });
    const wrongly = { wrongVariables: true };
    const operations = fc.oneof(
      { weight: 4, arbitrary: generatedOperation(schema, OperationTypeNode.QUERY, pool) },
      { weight: 1, arbitrary: generatedOperation(schema, OperationTypeNode.QUERY, pool, wrongly) },
    );
    const key = fc.constantFrom(...keys, adminKey, adminKey);
    const sendings = fc.array(sending, { minLength: 6, maxLength: 6 });
    let known = 0;
    const statuses = new Set<number>();
    const property = fc.asyncProperty(operations, key, sendings, async (operation, by, sent) => {
      const query = unknownText(operation.query);
      // A plan executes the query from its third use on.
      for (const one of [asIs, asIs, ...sent]) {
        byApollo.mockClear();
        const repeated = await answer(query, operation, one, by);
        if (byApollo.mock.calls.length === 0) known += 1;
        statuses.add(repeated.status);
        const plain = { ...one, isPersisted: false };
        expect(repeated).toEqual(await answer(unknownText(operation.query), operation, plain, by));
      }
    });
    const inTime = { interruptAfterTimeLimit: 200_000, markInterruptAsFailure: true };
    await fc.assert(property, { seed, numRuns: 70, ...inTime });
    expect(known).toBeGreaterThan(100);
    expect([...statuses].sort()).toEqual([200, 400, 401, 403, 406]);
  }, 240_000);

  it.each([
    ["left out", "query ($v: String) { customers(first: 5, where: { firstName: { eq: $v } }) { nodes { id } } }", {}],
    [
      "in JSON",
      'query ($v: String!) { customers(first: 5, where: { email: { eq: "ada@example.com" }, metadata: [{ path: ["erp"], equals: { id: $v } }] }) { nodes { id } } }',
      { v: "7" },
    ],
  ])("has the response of graphql-js for a variable inside of an argument: %s", async (_where, query, variables) => {
    await givenCustomer(server, { email: "ada@example.com", metadata: { erp: { id: "7" } } });
    const expected = await answer(unknownText(query), { query, variables }, asIs, adminKey);
    expect(expected.body).toContain("cus_");
    for (let use = 1; use <= 6; use += 1) {
      expect(await answer(query, { query, variables }, asIs, adminKey)).toEqual(expected);
    }
  });

  it.each([
    ["an argument", 'query ($v: ID = "cus_1") { customer(id: $v) { email } countries { iso2 } }', "cus_2"],
    ["an element of a list", 'query ($v: ID = "cus_1") { nodes(ids: ["cus_2", $v]) { id } }', "cus_2"],
    [
      "a field of an input",
      "query ($v: SortDirection = ASC) { customers(sort: [{ field: ID, direction: $v }], first: 1) { nodes { id } } }",
      "DESC",
    ],
    [
      "a fragment",
      "query ($v: DeletedScope = EXCLUDE) { ...F } fragment F on Query { customers(deleted: $v, first: 1) { nodes { id } } }",
      "ONLY",
    ],
    [
      "a field of a mutation",
      'mutation ($v: [AddressRole!] = [BILLING]) { customerDelete(id: "cus_1") { deletedId } customerAddressSetDefault(customerId: "cus_1", id: "cuaddr_1", roles: $v) { userErrors { code } } }',
      ["SHIPPING"],
    ],
  ])(
    "is refused for null in a non-null place with a default, as at its first use: %s",
    async (_where, query, value) => {
      const ask = (text: string, variables: Record<string, unknown>) =>
        answer(text, { query, variables }, asIs, adminKey);
      for (const v of [value, value, value]) expect(await ask(query, { v })).toMatchObject({ status: 200 });
      const repeated = await ask(query, { v: null });
      expect(repeated).toMatchObject({ status: 400 });
      expect(repeated).toEqual(await ask(unknownText(query), { v: null }));
    },
  );
});

function variablesOf({ variables }: GeneratedOperation, changes: Sending["variables"]): Record<string, unknown> {
  const entries = Object.entries(variables).flatMap(([name, value], index) => {
    const change = changes[index] ?? "given";
    if (change === "left out") return [];
    return [[name, change === "null" ? null : value] as const];
  });
  return Object.fromEntries(entries);
}
