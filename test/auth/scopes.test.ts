import type { Scope } from "../../src/access/auth/scope.type.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { givenCustomerSession, givenUserSession } from "../login/login.steps.js";
import { adminKey, useTestServer } from "../support/server.js";
import { password } from "../user/user.steps.js";

describe("the scopes that an operation needs", () => {
  const server = useTestServer();

  /** Runs an operation with a key that has these scopes. Returns the missing scopes, or null if it was not refused. */
  async function missing(scopes: Scope[], query: string, variables: object = {}): Promise<unknown> {
    const { secret } = await givenApiKey(server, scopes);
    const ask = () => server.as(secret).ask(query, variables);
    const { result, statements } = await server.testDatabase.withStatements(ask);
    if (result.status === 200 && result.errors === undefined) return null;
    expect(result).toMatchObject({ status: 403, errors: [{ extensions: { code: "FORBIDDEN" } }] });
    expect(result.data).toBeUndefined();
    expect(statements).toEqual([]);
    return result.errors?.[0]?.extensions?.missingScopes;
  }

  const filter = "query ($w: CustomerFilter) { customers(where: $w) { totalCount } }";
  const member = '{some: {name: {eq: "VIP"}}}';

  it.each<[string, string, object]>([
    ["groups of a customer", "{ customers { nodes { groups { nodes { name } } } } }", {}],
    ["their count alone", "{ customers { nodes { groups { totalCount } } } }", {}],
    ["their type alone", "{ customers { nodes { groups { __typename } } } }", {}],
    ["by edges", "{ customers { edges { node { groups { totalCount } } } } }", {}],
    ["through an address", '{ address(id: "cuaddr_1") { customer { groups { totalCount } } } }', {}],
    ["through node", '{ node(id: "cus_1") { ... on Customer { groups { totalCount } } } }', {}],
    [
      "in a fragment on Node",
      '{ node(id: "cus_1") { ...F } } fragment F on Node { ... { ... on Customer { groups { totalCount } } } }',
      {},
    ],
    ["under another name", "{ customers { nodes { id: id __typename: groups { totalCount } } } }", {}],
    ["left out", "{ customers { nodes { id groups @skip(if: true) { totalCount } } } }", {}],
    ["a group of unknown id", '{ customers { totalCount } node(id: "cusgroup_unknown") { id } }', {}],
    ["a filter", `{ customers(where: {groups: ${member}}) { totalCount } }`, {}],
    ["an empty filter", "{ customers(where: {groups: {}}) { totalCount } }", {}],
    ["a filter below and", `{ customers(where: {and: [{}, {groups: ${member}}]}) { totalCount } }`, {}],
    ["a filter below or, given as one", `{ customers(where: {or: {groups: ${member}}}) { totalCount } }`, {}],
    ["a filter below not", `{ customers(where: {not: {not: {groups: ${member}}}}) { totalCount } }`, {}],
    ["a filter by a variable", filter, { w: { groups: {} } }],
    ["a filter deep in a variable", filter, { w: { or: [{}, { and: { not: { groups: {} } } }] } }],
    [
      "a filter by a variable's default",
      "query ($w: CustomerFilter = {groups: {}}) { customers(where: $w) { totalCount } }",
      {},
    ],
    [
      "a filter by a variable within",
      "query ($g: CustomerGroupRelationFilter) { customers(where: {not: {groups: $g}}) { totalCount } }",
      { g: {} },
    ],
    [
      "a filter by a variable used twice",
      "query ($w: CustomerFilter) { a: customers { totalCount } b: customers(where: $w) { totalCount } c: customers(where: $w) { totalCount } }",
      { w: { groups: {} } },
    ],
  ])("CUSTOMER_GROUPS_READ for %s", async (_what, query, variables) => {
    expect(await missing(["CUSTOMERS_READ", "CUSTOMERS_WRITE"], query, variables)).toEqual(["CUSTOMER_GROUPS_READ"]);
    expect(await missing(["CUSTOMERS_READ", "CUSTOMER_GROUPS_READ"], query, variables)).toBeNull();
  });

  it.each<[string, string, object]>([
    ["a literal", "{ customers(where: {groups: null}) { totalCount } }", {}],
    ["a variable", filter, { w: { groups: null } }],
  ])("are checked before a null in a filter is refused: %s", async (_where, query, variables) => {
    expect(await missing(["CUSTOMERS_READ"], query, variables)).toEqual(["CUSTOMER_GROUPS_READ"]);
    const { secret } = await givenApiKey(server, ["CUSTOMERS_READ", "CUSTOMER_GROUPS_READ"]);
    const result = await server.as(secret).ask(query, variables);
    expect(result).toMatchObject({ status: 400, errors: [{ extensions: { code: "BAD_USER_INPUT" } }] });
  });

  it.each([
    ["customers of a group", "{ customerGroups { nodes { customers { totalCount } } } }"],
    ["a filter by customers", "{ customerGroups(where: {or: [{customers: {none: {}}}]}) { totalCount } }"],
    ["a group that is null", '{ customerGroup(id: "cusgroup_unknown") { customers(first: 0) { __typename } } }'],
  ])("CUSTOMERS_READ for %s", async (_what, query) => {
    expect(await missing(["CUSTOMER_GROUPS_READ"], query)).toEqual(["CUSTOMERS_READ"]);
    expect(await missing(["CUSTOMER_GROUPS_READ", "CUSTOMERS_READ"], query)).toBeNull();
  });

  it.each<[string, Scope[], Scope[]]>([
    [
      'customerUpdate(id: "cus_1", input: {}) { customer { addresses { totalCount } } }',
      ["CUSTOMERS_WRITE"],
      ["CUSTOMERS_READ"],
    ],
    [
      'customerUpdate(id: "cus_1", input: {}) { customer { groups { totalCount } } }',
      ["CUSTOMERS_WRITE"],
      ["CUSTOMER_GROUPS_READ"],
    ],
    ['customerUpdate(id: "cus_1", input: {}) { customer { createdBy } }', ["CUSTOMERS_WRITE"], ["CUSTOMERS_READ"]],
    [
      'customerAddressDelete(customerId: "cus_1", id: "cuaddr_1") { customer { defaultBillingAddress { id } } }',
      ["CUSTOMERS_WRITE"],
      ["CUSTOMERS_READ"],
    ],
    [
      'customerGroupRestore(id: "cusgroup_1") { customerGroup { customers { totalCount } } }',
      ["CUSTOMER_GROUPS_WRITE"],
      ["CUSTOMERS_READ"],
    ],
    ['customerUpdateGroups(customerId: "cus_1") { customer { id } }', ["CUSTOMER_GROUPS_WRITE"], ["CUSTOMERS_READ"]],
  ])("are required in a payload, too: %s", async (mutation, held, more) => {
    expect(await missing(held, `mutation { ${mutation} }`)).toEqual(more);
    expect(await missing([...held, ...more], `mutation { ${mutation} }`)).toBeNull();
  });

  it("are not required to see the written object in the payload", async () => {
    const { id } = await givenCustomer(server, { email: "ada@example.com" });
    const { secret } = await givenApiKey(server, ["CUSTOMERS_WRITE"]);
    const query = `mutation { customerUpdate(id: "${id}", input: {firstName: "Ada"}) { customer { email firstName } } }`;
    const customer = { email: "ada@example.com", firstName: "Ada" };
    expect(await server.as(secret).ask(query)).toEqual({ status: 200, data: { customerUpdate: { customer } } });
  });

  it("are all listed when several are missing, each once, in the order of the schema", async () => {
    const query =
      "{ users { totalCount } apiKeys { totalCount } a: customers { nodes { groups { totalCount } } } b: customers { totalCount } }";
    const scopes = ["CUSTOMERS_READ", "CUSTOMER_GROUPS_READ", "USERS_MANAGE", "API_KEYS_MANAGE"];
    expect(await missing([], query)).toEqual(scopes);
    expect(await missing(["USERS_MANAGE", "ORDERS_READ"], query)).toEqual(
      scopes.filter((scope) => scope !== "USERS_MANAGE"),
    );
  });

  it("include those of every id in a list", async () => {
    const ids = [...Array(249).fill("cus_1"), "user_1"];
    expect(await missing(["CUSTOMERS_READ"], "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids })).toEqual([
      "USERS_MANAGE",
    ]);
    const both = "query ($ids: [ID!]!) { customers(where: {id: {in: $ids}}) { totalCount } nodes(ids: $ids) { id } }";
    expect(await missing(["CUSTOMERS_READ"], both, { ids })).toEqual(["USERS_MANAGE"]);
  });

  it("are those of the operation that operationName selects", async () => {
    const { secret } = await givenApiKey(server, ["CUSTOMERS_READ"]);
    const query =
      "query A { customers { totalCount } } query B { customers { ...F } } fragment F on CustomerConnection { nodes { groups { totalCount } } }";
    const statusOf = async (operationName: string) => {
      const headers = { authorization: `Bearer ${secret}` };
      return (await server.app.inject({ method: "POST", url: "/graphql", headers, payload: { query, operationName } }))
        .statusCode;
    };
    expect([await statusOf("A"), await statusOf("B")]).toEqual([200, 403]);
  });
});

describe("below a login", () => {
  const server = useTestServer();
  const viewer = (login: string, selection: string) =>
    `mutation ($email: String!) { ${login}(email: $email, password: "${password}") { viewer { ${selection} } userErrors { code } } }`;

  it("a customer sees their own record, without a caller", async () => {
    const { customer } = await givenCustomerSession(server);
    const query = viewer("customerLogin", "customer { id email addresses { nodes { id } } }");
    const { data } = await server.as(null).ask(query, { email: "ada@example.com" });
    const own = { id: customer.id, email: "ada@example.com", addresses: { nodes: [] } };
    expect(data?.customerLogin).toEqual({ viewer: { customer: own }, userErrors: [] });
  });

  it("a user sees themselves, without a caller", async () => {
    const { user } = await givenUserSession(server);
    const { data } = await server.as(null).ask(viewer("login", "type user { id }"), { email: user.email });
    expect(data?.login).toEqual({ viewer: { type: "USER", user: { id: user.id } }, userErrors: [] });
  });

  it.each([
    ["customerLogin", "customer { groups { totalCount } }", ["CUSTOMER_GROUPS_READ"]],
    ["customerLogin", "customer { createdBy }", ["CUSTOMERS_READ"]],
    [
      "customerLogin",
      "customer { addresses { nodes { customer { groups { __typename } } } } }",
      ["CUSTOMER_GROUPS_READ"],
    ],
    ["login", "customer { addresses { totalCount } }", ["CUSTOMERS_READ"]],
  ])("%s { viewer { %s } } is FORBIDDEN and creates no session", async (login, selection, missingScopes) => {
    await givenCustomerSession(server);
    await givenUserSession(server, { email: "ada@example.com", scopes: ["CUSTOMERS_READ", "CUSTOMER_GROUPS_READ"] });
    for (const credential of [null, adminKey]) {
      const ask = () => server.as(credential).ask(viewer(login, selection), { email: "ada@example.com" });
      const { result, statements } = await server.testDatabase.withStatements(ask);
      expect(result).toMatchObject({ status: 403, errors: [{ extensions: { code: "FORBIDDEN", missingScopes } }] });
      expect(statements).toEqual([]);
    }
  });

  it("fields next to the login still need access", async () => {
    const { customer } = await givenCustomerSession(server);
    const login = `customerLogin(email: "ada@example.com", password: "${password}") { token }`;
    const update = `customerUpdate(id: "${customer.id}", input: {firstName: "Augusta"}) { userErrors { code } }`;
    for (const mutation of [`${login} ${update}`, `${update} ${login}`]) {
      const ask = () => server.as(null).ask(`mutation { ${mutation} }`);
      const { result, statements } = await server.testDatabase.withStatements(ask);
      expect(result).toMatchObject({ status: 401, errors: [{ extensions: { code: "UNAUTHENTICATED" } }] });
      expect(statements).toEqual([]);
    }
  });
});
