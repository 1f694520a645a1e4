import { getIntrospectionQuery, getOperationAST, isInputObjectType, isObjectType, parse } from "graphql";
import { costOfField, costOfInput } from "../../src/limits/cost.js";
import { defaultLimits } from "../../src/limits/limits.js";
import { isConnection } from "../../src/limits/list-cost.js";
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
    ["counting, which reads all rows", "{ customers(first: 7) { totalCount } }", 1_001],
    ["counting few rows", '{ customer(id: "a") { addresses { totalCount } } }', 3],
    ["counting twice", "{ customers(first: 7) { totalCount again: totalCount } }", 2_001],
    ["a filter without conditions, as none", "{ customers(first: 7, where: {}) { nodes { id } } }", 8],
    ["searching", '{ customers(first: 7, search: "a") { nodes { id } } }', 2_508],
    [
      "looking past a page from a cursor, too",
      '{ customers(search: "a", after: "b") { pageInfo { hasNextPage } } }',
      5_002,
    ],
    ["an offset", "{ customers(first: 7, offset: 10000) { nodes { id } } }", 208],
    [
      "sorting by what an index has, as nothing but its element",
      "{ customers(first: 7, sort: [{ field: EMAIL }]) { nodes { id } } }",
      9,
    ],
    ["sorting by more", "{ customers(first: 7, sort: [{ field: EMAIL }, { field: ID }]) { nodes { id } } }", 1_010],
    [
      "values beyond twenty",
      `{ customer(id: "a") { ${Array.from({ length: 40 }, (_, n) => `a${n}: id`).join(" ")} } }`,
      2,
    ],
    ["free data", '{ customer(id: "a") { metadata } }', 11],
    ["lists in lists", "{ customers(first: 10) { nodes { addresses(first: 5) { nodes { id } } } } }", 71],
    [
      "lists in lists, through fragments",
      `{ customers(first: 10) { ...Page } } fragment Page on CustomerConnection { nodes { ...Row } }
       fragment Row on Customer { ... on Customer { addresses(first: 5) { nodes { id } } } }`,
      71,
    ],
    ["a fragment twice beside itself, as once", "{ ...C ...C } fragment C on Query { countries { iso2 } }", 250],
    ["a fragment in two places, twice", "{ ...C ... { ...C } } fragment C on Query { countries { iso2 } }", 500],
    ["as many objects as ids", '{ nodes(ids: ["a", "b", "c"]) { id } }', 4],
    ["as much for what is left out", "{ countries @include(if: false) { iso2 } }", 250],
    ["a page that is too large, as the largest", "{ customers(first: 1000000) { nodes { id } } }", 251],
    ["a page of less than nothing, as nothing", "{ customers(first: -5) { nodes { id } } }", 1],
    ["a mutation", 'mutation { customerDelete(id: "a") { deletedId } }', 51],
    ["its list of user errors", 'mutation { customerDelete(id: "a") { userErrors { code } } }', 61],
    ["a login, whose password is hashed", 'mutation { login(email: "a", password: "b") { token } }', 2_551],
    [
      "a password that is set",
      'mutation { customerUpdate(id: "a", input: { password: "b" }) { customer { id } } }',
      2_552,
    ],
    ["no password", 'mutation { customerUpdate(id: "a", input: { password: null }) { customer { id } } }', 52],
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
    expect(costOf(add, { ids: Array(10_000).fill("a") })).toBe(11_051);
    const where = "query ($where: CustomerFilter) { customers(first: 0, where: $where) { totalCount } }";
    expect(costOf(where, { where: { or: [{ id: { in: Array(99).fill("a") } }] } })).toBe(15);
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

describe("what a filter costs", () => {
  const filtered = costs("query ($where: CustomerFilter) { customers(first: 0, where: $where) { totalCount } }");
  const costOfFilter = (where: unknown) => filtered({ where });
  const contains = { email: { contains: "a" } };

  it("is the work for each row that it looks at, in the document and in variables", () => {
    expect(costOfFilter(contains)).toBe(3_501);
    expect(costOf('{ customers(first: 0, where: { email: { contains: "a" } }) { totalCount } }')).toBe(3_501);
    const text = costs("query ($text: String) { customers(where: { email: { contains: $text } }) { totalCount } }");
    expect(text({ text: "a" })).toBe(3_501);
    expect(text({})).toBe(1_001);
    expect(costOfFilter({ or: [contains, contains] })).toBe(6_003);
    expect(costOfFilter({ or: contains })).toBe(3_501);
    expect(costOfFilter({ not: contains })).toBe(3_501);
  });

  it("is little where an index finds the rows, and only there", () => {
    const id = { id: { eq: "a" } };
    expect(costOfFilter({ ...id, ...contains })).toBe(9);
    expect(costOfFilter({ and: [id, contains] })).toBeLessThan(20);
    expect(costOfFilter({ or: [id, { email: { in: ["a"] } }] })).toBeLessThan(20);
    expect(costOfFilter({ or: [id, contains] })).toBeGreaterThan(3_500);
    expect(costOfFilter({ not: id })).toBeGreaterThan(1_000);
    expect(costOfFilter({ id: { ne: "a" } })).toBeGreaterThan(1_000);
    expect(costOfFilter({ id: { eq: null } })).toBeGreaterThan(1_000);
    expect(costOfFilter({ firstName: { eq: "a" } })).toBeGreaterThan(1_000);
  });

  it("is more for each relation on the way", () => {
    const hop = costOfFilter({ groups: { some: { name: { eq: "a" } } } });
    const two = costOfFilter({ groups: { some: { customers: { some: { firstName: { eq: "a" } } } } } });
    expect(hop).toBeGreaterThan(costOfFilter({ firstName: { eq: "a" } }));
    expect(two).toBeGreaterThan(hop + 1_000);
    for (const kind of ["none", "every"]) {
      expect(costOfFilter({ groups: { [kind]: { id: { eq: "a" } } } })).toBeGreaterThan(5_000);
    }
  });

  it("is less for lists of few rows", () => {
    const cost = costOf('{ customer(id: "a") { addresses(where: { city: { contains: "a" } }) { nodes { id } } } }');
    expect(cost).toBeLessThan(60);
  });

  const times = (count: number, one: string) => Array.from({ length: count }, () => one).join(", ");
  const members = 'groups: { some: { customers: { some: { email: { contains: "zq" } } } } }';
  it.each([
    [
      "relations of relations under 20 aliases",
      `{ ${Array.from({ length: 20 }, (_, n) => `a${n}: customers(where: { or: [{ ${members} }, { email: { eq: "x" } }] }) { totalCount }`).join(" ")} }`,
    ],
    ["100 texts", `{ customers(where: { or: [${times(100, '{ email: { contains: "zq" } }')}] }) { totalCount } }`],
    [
      "50 texts in related rows",
      `{ customers(where: { or: [${times(50, '{ addresses: { some: { city: { contains: "zq" } } } }')}] }) { totalCount } }`,
    ],
    [
      "30 passwords",
      `mutation { ${Array.from({ length: 30 }, (_, n) => `a${n}: customerUpdate(id: "a", input: { password: "12345678" }) { customer { id } }`).join(" ")} }`,
    ],
    [
      "10,000 prices of each of 100 price lists",
      "{ viewer { customer { priceLists(first: 100) { nodes { prices(first: 250) { nodes { amount } } more: prices(first: 250) { nodes { amount } } } } } } }",
    ],
  ])("is too much for one request: %s", (_what, query) => {
    expect(costOf(query)).toBeGreaterThan(defaultLimits.cost);
  });

  it("is never beyond all numbers, however deep or wrong", () => {
    let deep: unknown = contains;
    for (let level = 0; level < 10_000; level += 1) deep = { not: deep };
    for (const where of [deep, [], 7, "a", { or: 7 }, { groups: "a" }, { email: [] }, { unknown: { a: 1 } }]) {
      expect(costOfFilter(where)).toBeLessThan(10_000);
    }
  });
});

describe("the schema", () => {
  const fields = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, field })));

  it("declares of each list how many rows it is chosen from", () => {
    const undeclared = fields.filter(({ field }) => isConnection(field) && costOfField(field).rows === undefined);
    expect(undeclared.map(({ name }) => name)).toEqual([]);
    expect(fields.filter(({ field }) => isConnection(field)).length).toBeGreaterThan(10);
  });

  it("declares what each argument of a list means for its cost", () => {
    const free = new Set(["deleted", "at", "direction"]);
    const undeclared = fields.flatMap(({ name, field }) =>
      isConnection(field)
        ? field.args
            .filter((argument) => argument.name !== "where" && !costOfInput(argument) && !free.has(argument.name))
            .map((argument) => `${name}(${argument.name})`)
        : [],
    );
    expect(undeclared).toEqual([]);
  });

  it("declares what each password costs", () => {
    const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);
    const passwords = [
      ...inputs.flatMap((type) => Object.values(type.getFields())),
      ...fields.flatMap(({ field }) => field.args),
    ].filter(({ name }) => /password/i.test(name));
    expect(passwords.map((password) => costOfInput(password)?.own)).toEqual(passwords.map(() => 2_500));
    expect(passwords.length).toBeGreaterThan(4);
  });
});
