import { getIntrospectionQuery, getOperationAST, parse } from "graphql";
import { operationCost } from "../../src/limits/operation-cost.js";
import { createSchema } from "../../src/schema.js";

const schema = createSchema();

function costOf(query: string, variables: Record<string, unknown> = {}): number {
  return costs(query)(variables);
}

function costs(query: string) {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error("Expected a document with one operation.");
  return operationCost(schema, document, operation);
}

describe("what an operation costs", () => {
  it.each([
    ["nothing for a type's name", "{ __typename }", 0],
    ["an object", '{ customer(id: "a") { id email } }', 1],
    ["an object in an object", '{ customer(id: "a") { defaultBillingAddress { id } } }', 2],
    ["a list, and a page of 50", "{ customers { nodes { id } } }", 51],
    ["a list, and the page that is asked for", "{ customers(first: 7) { nodes { id } } }", 8],
    ["the last page", "{ customers(last: 7) { nodes { id } } }", 8],
    ["null for a page size", "{ customers(first: null, last: 7) { nodes { id } } }", 8],
    ["edges and their nodes", "{ customers(first: 7) { edges { cursor node { id } } } }", 15],
    ["a page's information, once", "{ customers(first: 7) { pageInfo { hasNextPage } } }", 2],
    ["counting", "{ customers(first: 7) { totalCount } }", 11],
    ["searching and filtering", '{ customers(first: 7, search: "a", where: {}) { nodes { id } } }', 28],
    ["lists in lists", "{ customers(first: 10) { nodes { addresses(first: 5) { nodes { id } } } } }", 71],
    [
      "lists in lists, through fragments",
      `{ customers(first: 10) { ...Page } } fragment Page on CustomerConnection { nodes { ...Row } }
       fragment Row on Customer { ... on Customer { addresses(first: 5) { nodes { id } } } }`,
      71,
    ],
    ["a fragment twice beside itself, as once", "{ ...C ...C } fragment C on Query { countries { iso2 } }", 249],
    ["a fragment in two places, twice", "{ ...C ... { ...C } } fragment C on Query { countries { iso2 } }", 498],
    ["as many objects as ids", '{ nodes(ids: ["a", "b", "c"]) { id } }', 4],
    ["as much for what is left out", "{ countries @include(if: false) { iso2 } }", 249],
    ["a page that is too large, as the largest", "{ customers(first: 1000000) { nodes { id } } }", 251],
    ["a page of less than nothing, as nothing", "{ customers(first: -5) { nodes { id } } }", 1],
    ["a mutation", 'mutation { customerDelete(id: "a") { deletedId } }', 11],
    ["its list of user errors", 'mutation { customerDelete(id: "a") { userErrors { code } } }', 21],
    ["a login, whose password is hashed", 'mutation { login(email: "a", password: "b") { token } }', 501],
  ])("is counted: %s", (_what, query, cost) => {
    expect(costOf(query)).toBe(cost);
  });

  it("goes by the values of variables, their defaults, and the values in the document", () => {
    const query = costs(
      "query ($n: Int = 3, $m: Int) { customers(first: $n) { nodes { addresses(first: $m) { nodes { id } } } } }",
    );
    expect(query({ n: 10, m: 5 })).toBe(71);
    expect(query({ m: 5 })).toBe(22);
    expect(query({ n: 10 })).toBe(1 + 10 * (1 + 1 + 50));
    expect(query({ n: null, m: 0 })).toBe(1 + 50 * 2);
    expect(query({ n: 10, m: 5 })).toBe(71);
  });

  it("goes by the lengths of lists, in variables and in the document", () => {
    const ids = costs("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }");
    expect(ids({ ids: Array(100).fill("a") })).toBe(110);
    expect(ids({ ids: "a" })).toBe(1);
    const add = "mutation ($ids: [ID!]!) { customerGroupAddCustomers(id: 1, customerIds: $ids) { added } }";
    expect(costOf(add, { ids: Array(10_000).fill("a") })).toBe(1_011);
    const where = "query ($where: CustomerFilter) { customers(first: 0, where: $where) { totalCount } }";
    expect(costOf(where, { where: { or: [{ id: { in: Array(99).fill("a") } }] } })).toBe(31);
    expect(costOf('query ($id: ID!) { nodes(ids: ["a", $id]) { id } }', { id: "b" })).toBe(3);
  });

  it("is found out in no time however often fragments are spread, whatever the variables", () => {
    const chain = Array.from(
      { length: 60 },
      (_, n) => `fragment F${n} on Customer { a: groups(first: $n) { nodes { customers { nodes { ...F${n + 1} } } } }
        b: groups(first: $n) { nodes { customers { nodes { ...F${n + 1} } } } } }`,
    ).join(" ");
    const cost = costs(`query ($n: Int) { customers { nodes { ...F0 } } } ${chain} fragment F60 on Customer { id }`);
    expect(cost({ n: 1 })).toBeGreaterThan(1e50);
    expect(cost({ n: 0 })).toBeLessThan(1_000);
  });

  it("is little for all of the schema, with which tools begin", () => {
    expect(costOf(getIntrospectionQuery())).toBeGreaterThan(1_000);
    expect(costOf(getIntrospectionQuery())).toBeLessThan(20_000);
  });

  it("is no number that variables of other types could bring about", () => {
    const query = costs("query ($n: Int) { customers(first: $n) { nodes { id } } }");
    for (const n of ["7", {}, [], true]) expect(query({ n })).toBeLessThanOrEqual(51);
    expect(query({ n: Number.POSITIVE_INFINITY })).toBe(251);
    expect(query(JSON.parse('{"__proto__": {"n": 1}, "constructor": 1}'))).toBe(51);
  });
});
