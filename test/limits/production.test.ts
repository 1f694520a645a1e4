import { type Asker, adminKey, useTestServer } from "../support/server.js";

describe("a server that does not show its schema", () => {
  const server = useTestServer();
  const settings = { introspection: false, playground: false };
  let asker: Asker;
  beforeAll(async () => {
    asker = (await server.another(settings)).as(adminKey);
  });

  it.each([
    ["of all types", "{ __schema { types { name } } }"],
    ["of one type", '{ __type(name: "Customer") { name } }'],
    ["for gateways", "{ schema: _service { sdl } }"],
    ["in a fragment", "{ ...A } fragment A on Query { ... { a: __schema { queryType { name } } } }"],
  ])("refuses introspection: %s", async (_what, query) => {
    expect(await asker.ask(query)).toEqual({
      status: 400,
      errors: [{ message: "Introspection is off on this server.", extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }],
    });
  });

  it("refuses introspection with status 200 for a client that reads errors only then", async () => {
    const headers = { accept: "application/json" };
    for (const query of ["{ _service { sdl } }", "{ nothing }"]) {
      const { status, errors } = await asker.ask(query, undefined, headers);
      expect([status, errors?.[0]?.extensions?.code]).toEqual([200, "GRAPHQL_VALIDATION_FAILED"]);
    }
  });

  it("answers __typename", async () => {
    const query = "{ __typename customers { __typename } }";
    expect(await asker.ask(query)).toEqual({
      status: 200,
      data: { __typename: "Query", customers: { __typename: "CustomerConnection" } },
    });
  });

  const list =
    "query ($where: CustomerFilter, $sort: [CustomerSort!]) { customers(where: $where, sort: $sort) { totalCount } }";
  const misspelt: [what: string, query: string, variables: object][] = [
    ["a field", "{ custumers { totalCount } }", {}],
    ["an argument", "{ customers(frist: 1) { totalCount } }", {}],
    ["a type", "{ ...A } fragment A on Qeury { __typename }", {}],
    ["a field of an input", '{ customers(where: { emial: { eq: "a" } }) { totalCount } }', {}],
    ["a value of an enumeration", "{ customers(sort: [{ field: EMIAL }]) { totalCount } }", {}],
    ["a field of an input in a variable", list, { where: { emial: { eq: "a" } } }],
    ["a value of an enumeration in a variable", list, { sort: [{ field: "EMIAL" }] }],
  ];

  it.each(misspelt)("suggests no names, unlike other servers: %s", async (_what, query, variables) => {
    const messageOf = async ({ ask }: Asker) => (await ask(query, variables)).errors?.[0]?.message;
    // Again with the cached document.
    expect([await messageOf(asker), await messageOf(asker)].join()).not.toContain("Did you mean");
    expect(await messageOf(server)).toContain("Did you mean");
  });

  it("does not serve the playground", async () => {
    const { app } = await server.another(settings);
    const response = await app.inject({ url: "/graphql", headers: { accept: "text/html" } });
    expect(response.statusCode).toBe(406);
    expect(response.body).not.toContain("<html");
    expect((await app.inject({ url: "/graphql/playground/main.js" })).statusCode).toBe(404);
  });
});
