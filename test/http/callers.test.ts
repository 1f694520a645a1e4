import { adminKey, useTestServer } from "../support/server.js";

// Each fragment doubles the work of code that visits a fragment at each spread.
const chain = Array.from({ length: 27 }, (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`).join(" ");

const unauthenticated = {
  message: expect.stringContaining("Authorization: Bearer"),
  extensions: { code: "UNAUTHENTICATED" },
};

describe("without a key", () => {
  const server = useTestServer();
  const ask = (query: string, authorization = "") => server.ask(query, {}, { authorization });

  it.each([
    ["__typename", "{ __typename }"],
    ["the schema", "{ __schema { queryType { name } } }"],
    ["a type", '{ __type(name: "Customer") { name } }'],
    ["both through fragments", "{ ... on Query { __typename } ...S } fragment S on Query { __schema { description } }"],
    ["fragments that are spread a great many times", `{ ...F0 } ${chain} fragment F27 on Query { __typename }`],
    ["the type of a mutation", "mutation { __typename }"],
  ])("introspection is answered: %s", async (_what, query) => {
    const answer = await ask(query);
    expect(answer).toMatchObject({ status: 200, data: expect.anything() });
    expect(answer.errors).toBeUndefined();
  });

  it.each([
    ["a query", "{ countries { iso2 } }"],
    ["a query beside introspection", "{ __typename countries { iso2 } }"],
    ["a query under the name of introspection", "{ __typename: countries { iso2 } }"],
    ["a query in an inline fragment", "{ ... { __typename ... on Query { countries { iso2 } } } }"],
    [
      "a query in a fragment",
      "{ ...A } fragment A on Query { __typename ...B } fragment B on Query { countries { iso2 } }",
    ],
    ["a query that is left out", "{ __typename countries @include(if: false) { iso2 } }"],
    ["a mutation", 'mutation { customerCreate(input: { email: "ada@example.com" }) { customer { id } } }'],
    ["faulty values, which are not looked at", "query ($id: ID!) { customer(id: $id) { id } }"],
  ])("all other operations are UNAUTHENTICATED, and nothing runs: %s", async (_what, query) => {
    const { result, statements } = await server.testDatabase.withStatements(() => ask(query));
    expect(result).toEqual({ status: 401, errors: [unauthenticated] });
    expect(statements).toEqual([]);
  });

  it("only the requested operation counts, not the others of its document", async () => {
    const query = "query Open { __typename } query Closed { countries { iso2 } }";
    const post = async (operationName: string) =>
      (await server.app.inject({ method: "POST", url: "/graphql", payload: { query, operationName } })).json();
    expect(await post("Open")).toMatchObject({ data: { __typename: "Query" } });
    expect(await post("Closed")).toEqual({ errors: [unauthenticated] });
  });
});

describe("the Authorization header", () => {
  const server = useTestServer();
  const statusFor = async (authorization: string) =>
    (await server.ask("{ countries { iso2 } }", {}, { authorization })).status;

  it("is accepted in every form that RFC 6750 allows", async () => {
    for (const scheme of ["Bearer ", "bearer ", "BEARER  "]) {
      expect(await statusFor(`${scheme}${adminKey}`)).toBe(200);
    }
  });

  it.each([
    ["the beginning of the key", (key: string) => `Bearer ${key.slice(0, -1)}`],
    ["more than the key", (key: string) => `Bearer ${key}x`],
    ["the key in another case", (key: string) => `Bearer ${key.toUpperCase()}`],
    ["the key and another", (key: string) => `Bearer ${key} ${key}`],
    ["another scheme", (key: string) => `Basic ${Buffer.from(`:${key}`).toString("base64")}`],
    ["the key alone", (key: string) => key],
    ["no key", () => "Bearer "],
  ])("is refused with %s", async (_what, authorization) => {
    expect(await statusFor(authorization(adminKey))).toBe(401);
  });
});
