import { getOperationAST, parse } from "graphql";
import type { Requirement } from "../../src/access/auth/requirement.js";
import { requirementsOf } from "../../src/access/auth/requirements.js";
import { createSchema } from "../../src/schema.js";

const schema = createSchema();

function requirements(
  query: string,
  variables: Record<string, unknown> = {},
  operationName?: string,
): readonly Requirement[] {
  const document = parse(query);
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new Error("The document has no such operation.");
  return requirementsOf(schema, document, operation, variables).requirements;
}

/** The fields and arguments with access rules that an operation uses, each once. */
function coordinates(...operation: Parameters<typeof requirements>): string[] {
  return [...new Set(requirements(...operation).map(({ coordinate }) => coordinate))].sort();
}

const groups = ["Customer.groups", "Query.customers"];

describe("the access requirements of fields", () => {
  it.each([
    ["however deep", "{ customers { nodes { addresses { nodes { customer { groups { totalCount } } } } } } }"],
    ["under an alias", "{ c: customers { nodes { id: groups { totalCount } } } }"],
    ["that are left out", "{ customers { nodes { groups @skip(if: true) { totalCount } } } }"],
    ["in an inline fragment", "{ customers { ... { nodes { ... on Customer { groups { totalCount } } } } } }"],
    [
      "in an inline fragment on an interface",
      "{ customers { nodes { ... on Node { ... on Customer { groups { totalCount } } } } } }",
    ],
    [
      "in a fragment",
      "{ ...A } fragment A on Query { customers { nodes { ...B } } } fragment B on Customer { groups { totalCount } }",
    ],
    [
      "in a fragment that is written before",
      "fragment A on Query { customers { nodes { groups { totalCount } } } } { ...A }",
    ],
  ])("%s", (_what, query) => {
    expect(coordinates(query)).toEqual(expect.arrayContaining(groups));
  });

  it("include only the requested operation", () => {
    const query =
      "query One { countries { iso2 } } query Two { customers { totalCount } } fragment F on Query { users { totalCount } }";
    expect(coordinates(query, {}, "One")).toEqual(["Query.countries"]);
    expect(coordinates(query, {}, "Two")).toEqual(["Query.customers"]);
  });

  it("do not include introspection", () => {
    expect(requirements('{ __typename __schema { types { name } } __type(name: "User") { fields { name } } }')).toEqual(
      [],
    );
  });
});

describe("the access requirements of arguments", () => {
  const filtered = ["CustomerFilter.groups", "Query.customers"];

  it.each([
    ["in a literal", "{ customers(where: { groups: { some: {} } }) { totalCount } }", {}],
    [
      "however deep in a literal",
      "{ customers(where: { and: [{ or: [{}, { not: { groups: {} } }] }] }) { totalCount } }",
      {},
    ],
    ["in a single value in place of a list", "{ customers(where: { and: { groups: {} } }) { totalCount } }", {}],
    [
      "in a variable",
      "query ($w: CustomerFilter) { customers(where: $w) { totalCount } }",
      { w: { or: [{ groups: {} }] } },
    ],
    [
      "in a variable that is one for a list",
      "query ($w: CustomerFilter) { customers(where: $w) { totalCount } }",
      { w: { and: { groups: {} } } },
    ],
    [
      "in a variable in a literal",
      "query ($w: [CustomerFilter!]) { customers(where: { and: $w }) { totalCount } }",
      { w: [{}, { groups: {} }] },
    ],
    [
      "in a variable in a list",
      "query ($w: CustomerFilter!) { customers(where: { and: [{}, $w] }) { totalCount } }",
      { w: { groups: {} } },
    ],
    [
      "in a variable's default",
      "query ($w: CustomerFilter = { groups: {} }) { customers(where: $w) { totalCount } }",
      {},
    ],
    [
      "in a fragment",
      "query ($w: CustomerFilter) { ...F } fragment F on Query { customers(where: $w) { totalCount } }",
      { w: { groups: {} } },
    ],
    ["of a field that is not included", "{ customers(where: { groups: {} }) @include(if: false) { totalCount } }", {}],
  ])("%s", (_what, query, variables) => {
    expect(coordinates(query, variables)).toEqual(filtered);
  });

  it.each([
    ["without the field", "{ customers(where: { and: [{}] }) { totalCount } }", {}],
    [
      "whose default is replaced",
      "query ($w: CustomerFilter = { groups: {} }) { customers(where: $w) { totalCount } }",
      { w: {} },
    ],
    ["that is null", "query ($w: CustomerFilter) { customers(where: $w) { totalCount } }", { w: null }],
    ["that is not used", "query ($w: CustomerFilter) { customers { totalCount } }", { w: { groups: {} } }],
    ["of another type", "query ($w: CustomerFilter) { customers(where: $w) { totalCount } }", { w: { groups: 7 } }],
    ["that is not in the schema", "{ customers(groups: {}) { totalCount } }", {}],
  ])("do not include an argument %s", (_what, query, variables) => {
    expect(coordinates(query, variables)).toEqual(["Query.customers"]);
  });

  it("include a list of inputs of a mutation in addition to the fields", () => {
    const query =
      "mutation ($a: [AddressInput!]) { customerCreate(input: { groupIds: [], addresses: $a, metadata: {} }) { userErrors { code } } }";
    const found = coordinates(query, { a: [{ city: "Rome" }, { metadata: { groupIds: [] } }] });
    expect(found).toEqual(["CustomerCreateInput.groupIds", "Mutation.customerCreate"]);
  });
});

describe("the access requirements of the ids of nodes", () => {
  const scopes = (query: string, variables?: Record<string, unknown>) =>
    [...new Set(requirements(query, variables).flatMap(({ access }) => access.scopes))].sort();

  it.each([
    ["node", '{ node(id: "cusgroup_1") { id } }', {}, ["CUSTOMER_GROUPS_READ"]],
    [
      "nodes",
      '{ nodes(ids: ["user_1", "cus_1", "apk_1"]) { id } }',
      {},
      ["API_KEYS_MANAGE", "CUSTOMERS_READ", "USERS_MANAGE"],
    ],
    ["a variable", "query ($i: ID!) { node(id: $i) { id } }", { i: "user_1" }, ["USERS_MANAGE"]],
    [
      "a list in a variable",
      "query ($i: [ID!]!) { nodes(ids: $i) { id } }",
      { i: ["cus_1", "user_1"] },
      ["CUSTOMERS_READ", "USERS_MANAGE"],
    ],
    ["one variable for a list", "query ($i: [ID!]!) { nodes(ids: $i) { id } }", { i: "user_1" }, ["USERS_MANAGE"]],
    ["a variable in a list", "query ($i: ID!) { nodes(ids: [$i]) { id } }", { i: "user_1" }, ["USERS_MANAGE"]],
    ["a default", 'query ($i: ID! = "user_1") { node(id: $i) { id } }', {}, ["USERS_MANAGE"]],
    [
      "an alias next to another one",
      'query ($i: ID!) { a: node(id: $i) { id } b: node(id: "user_1") { id } }',
      { i: "cus_1" },
      ["CUSTOMERS_READ", "USERS_MANAGE"],
    ],
    ["unknown prefixes", '{ nodes(ids: ["what_1", "", "1"]) { id } }', {}, []],
  ])("%s", (_what, query, variables, needed) => {
    expect(scopes(query, variables)).toEqual(needed);
  });
});

describe("below a login", () => {
  it("fields have the access of the new session, also in a fragment that is used elsewhere", () => {
    const query = `mutation {
      login(email: "", password: "") { viewer { ...V } }
      customerLogin(email: "", password: "") { viewer { ...V } }
      userDelete(id: "") { deletedId }
    } fragment V on Viewer { customer { groups { totalCount } } }`;
    const seen = requirements(query).filter(({ coordinate }) => coordinate === "Customer.groups");
    expect(seen.map(({ loginType }) => loginType).sort()).toEqual(["CUSTOMER", "USER"]);
    const others = requirements(query).filter(({ loginType }) => loginType === undefined);
    expect(others.map(({ coordinate }) => coordinate).sort()).toEqual([
      "Mutation.customerLogin",
      "Mutation.login",
      "Mutation.userDelete",
    ]);
  });
});

describe("the time grows linearly with the document and the variables", () => {
  it("if each fragment spreads the next one twice", () => {
    const depth = 16;
    const chain = Array.from(
      { length: depth },
      (_, n) => `fragment F${n} on Query { countries { iso2 } ...F${n + 1} ...F${n + 1} }`,
    );
    const query = `{ ...F0 ...F0 } ${chain.join(" ")} fragment F${depth} on Query { countries { iso2 } }`;
    expect(requirements(query)).toHaveLength(depth + 1);
  });

  it("if a long variable is used very often", () => {
    const uses = Array.from(
      { length: 500 },
      (_, n) => `a${n}: customers(where: $w) { totalCount } b${n}: customers(where: { and: [$w] }) { totalCount }`,
    );
    const w = { and: Array.from({ length: 100 }, () => ({ groups: {} })) };
    const found = requirements(`query ($w: CustomerFilter!) { ${uses.join(" ")} }`, { w });
    expect(found.filter(({ coordinate }) => coordinate === "CustomerFilter.groups")).toHaveLength(100);
  });

  it("if a long list of ids is used very often", () => {
    const uses = Array.from({ length: 500 }, (_, n) => `a${n}: nodes(ids: $ids) { id }`);
    const ids = Array.from({ length: 100 }, (_, n) => `cus_${n}`);
    const found = requirements(`query ($ids: [ID!]!) { ${uses.join(" ")} }`, { ids });
    expect(found.filter(({ access }) => access.scopes.includes("CUSTOMERS_READ"))).toHaveLength(1);
  });
});

it.each([
  ["a fragment that is not there", "{ ...Missing countries { iso2 } }"],
  [
    "fragments in a circle",
    "{ ...A countries { iso2 } } fragment A on Query { ...B } fragment B on Query { ...A ...B }",
  ],
  [
    "fields that are not there",
    "{ missing { customers { totalCount } } countries { missing { groups } iso2 { name } } }",
  ],
  ["a fragment on a type that is not there", "{ ... on Missing { customers { totalCount } } countries { iso2 } }"],
])("an invalid document causes no error: %s", (_what, query) => {
  expect(coordinates(query)).toEqual(["Query.countries"]);
});
