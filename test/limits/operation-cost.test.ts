import { getIntrospectionQuery, isInputObjectType, isObjectType } from "graphql";
import { costOfField, costOfInput } from "../../src/graphql/cost/cost.js";
import { isConnection } from "../../src/graphql/pagination/list-cost.js";
import { costOf, costs, schema } from "./costs.js";

describe("the cost of an operation", () => {
  it("is higher for each key of metadata above twenty", () => {
    const cost = costs("mutation ($input: CustomerCreateInput!) { customerCreate(input: $input) { customer { id } } }");
    const withKeys = (count: number) =>
      cost({ input: { metadata: Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 1])) } });
    expect(withKeys(20)).toBe(withKeys(1));
    expect(withKeys(50_020) - withKeys(20)).toBe(5_000);
  });

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
    ["counting few rows", '{ customer(id: "a") { addresses { totalCount } } }', 13],
    ["counting twice", "{ customers(first: 7) { totalCount again: totalCount } }", 2_001],
    ["a filter without conditions, as none", "{ customers(first: 7, where: {}) { nodes { id } } }", 8],
    [
      "searching for the page and for the count",
      '{ customers(first: 7, search: "a") { totalCount nodes { id } } }',
      5_008,
    ],
    [
      "searching twice for a later page and the count",
      '{ customers(first: 7, search: "a", offset: 50) { totalCount nodes { id } } }',
      5_009,
    ],
    ["searching for the count alone", '{ customers(first: 7, search: "a") { totalCount } }', 2_501],
    ["searching", '{ customers(first: 7, search: "a") { nodes { id } } }', 2_508],
    [
      "looking past a page from a cursor, too",
      '{ customers(search: "a", after: "b") { pageInfo { hasNextPage } } }',
      5_002,
    ],
    ["an offset", "{ customers(first: 7, offset: 10000) { nodes { id } } }", 208],
    [
      "sorting by an indexed field, only as its element",
      "{ customers(first: 7, sort: [{ field: EMAIL }]) { nodes { id } } }",
      9,
    ],
    ["sorting by more", "{ customers(first: 7, sort: [{ field: EMAIL }, { field: ID }]) { nodes { id } } }", 4_010],
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
    ["the countries of a region", '{ region(id: "a") { countries { iso2 } } }', 251],
    ["the countries of all regions of a page, together", "{ regions(first: 7) { nodes { countries { iso2 } } } }", 258],
    [
      "the same, through edges and fragments",
      `{ regions(first: 7) { ...Page } } fragment Page on RegionConnection { edges { ...Edge } }
       fragment Edge on RegionEdge { node { ... on Region { countries { iso2 } } } }`,
      265,
    ],
    ["the same twice, twice", "{ regions(first: 7) { nodes { countries { iso2 } more: countries { iso2 } } } }", 508],
    [
      "the countries of a region for each country, where regions may be the same",
      "{ countries { region { countries { iso2 } } } }",
      250 * 252,
    ],
    [
      "the countries of a region for each country of a region",
      "{ regions(first: 7) { nodes { countries { region { countries { iso2 } } } } } }",
      8 + 250 * 252,
    ],
    [
      "the countries of a region for each id",
      '{ nodes(ids: ["a", "a"]) { ... on Region { countries { iso2 } } } }',
      503,
    ],
    [
      "a fragment that is spread twice in a selection, once",
      "{ ...C ...C } fragment C on Query { countries { iso2 } }",
      250,
    ],
    ["a fragment in two places, twice", "{ ...C ... { ...C } } fragment C on Query { countries { iso2 } }", 500],
    ["as many objects as ids", '{ nodes(ids: ["a", "b", "c"]) { id } }', 4],
    ["a field that is not included, as if it were", "{ countries @include(if: false) { iso2 } }", 250],
    ["a page that is too large, as the largest", "{ customers(first: 1000000) { nodes { id } } }", 251],
    ["a negative page size, as 0", "{ customers(first: -5) { nodes { id } } }", 1],
    ["a mutation", 'mutation { customerDelete(id: "a") { deletedId } }', 101],
    ["its list of user errors", 'mutation { customerDelete(id: "a") { userErrors { code } } }', 111],
    ["a login, whose password is hashed", 'mutation { login(email: "a", password: "b") { token } }', 2_601],
    [
      "a password that is set",
      'mutation { customerUpdate(id: "a", input: { password: "b" }) { customer { id } } }',
      2_602,
    ],
    ["no password", 'mutation { customerUpdate(id: "a", input: { password: null }) { customer { id } } }', 102],
  ])("is counted: %s", (_what, query, cost) => {
    expect(costOf(query)).toBe(cost);
  });

  it("depends on the values of variables, their defaults, and the values in the document", () => {
    const query = costs(
      "query ($n: Int = 3, $m: Int) { customers(first: $n) { nodes { addresses(first: $m) { nodes { id } } } } }",
    );
    expect(query({ n: 10, m: 5 })).toBe(71);
    expect(query({ m: 5 })).toBe(22);
    expect(query({ n: 10 })).toBe(1 + 10 * (1 + 1 + 50));
    expect(query({ n: null, m: 0 })).toBe(1 + 50 * 2);
    expect(query({ n: 10, m: 5 })).toBe(71);
  });

  it("depends on the lengths of lists, in variables and in the document", () => {
    const ids = costs("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }");
    expect(ids({ ids: Array(100).fill("a") })).toBe(110);
    expect(ids({ ids: "a" })).toBe(1);
    const add = "mutation ($ids: [ID!]!) { customerGroupAddCustomers(id: 1, customerIds: $ids) { added } }";
    expect(costOf(add, { ids: Array(10_000).fill("a") })).toBe(11_101);
    const where = "query ($where: CustomerFilter) { customers(first: 0, where: $where) { totalCount } }";
    expect(costOf(where, { where: { or: [{ id: { in: Array(99).fill("a") } }] } })).toBe(15);
    expect(costOf('query ($id: ID!) { nodes(ids: ["a", $id]) { id } }', { id: "b" })).toBe(3);
  });

  it("does not depend on the variables of earlier requests", () => {
    const query = `query ($n: Int = 3, $search: String, $after: String = "a", $where: CustomerFilter) {
      customers(first: $n, search: $search, after: $after, where: $where) { pageInfo { hasNextPage } nodes { id } } }`;
    const options = {
      n: [undefined, null, 0, 10],
      search: [undefined, null, "", "a", "null"],
      after: [undefined, null, "b"],
      where: [undefined, null, {}, { or: [{ email: { contains: "a" } }, { id: { in: ["a"] } }] }],
    };
    const cost = costs(query);
    for (const n of options.n) {
      for (const search of options.search) {
        for (const after of options.after) {
          for (const where of options.where) {
            const variables = { n, search, after, where };
            expect(cost(variables)).toBe(costOf(query, variables));
          }
        }
      }
    }
  });

  it("is computed fast for any number of fragment spreads and any variables", () => {
    const chain = Array.from(
      { length: 60 },
      (_, n) => `fragment F${n} on Customer { a: groups(first: $n) { nodes { customers { nodes { ...F${n + 1} } } } }
        b: groups(first: $n) { nodes { customers { nodes { ...F${n + 1} } } } } }`,
    ).join(" ");
    const cost = costs(`query ($n: Int) { customers { nodes { ...F0 } } } ${chain} fragment F60 on Customer { id }`);
    expect(cost({ n: 1 })).toBeGreaterThan(1e50);
    expect(cost({ n: 0 })).toBeLessThan(1_000);
  });

  it("is low for the introspection query of tools", () => {
    expect(costOf(getIntrospectionQuery())).toBeGreaterThan(1_000);
    expect(costOf(getIntrospectionQuery())).toBeLessThan(20_000);
  });

  it("stays a finite number for variables of wrong types", () => {
    const query = costs("query ($n: Int) { customers(first: $n) { nodes { id } } }");
    for (const n of ["7", {}, [], true]) expect(query({ n })).toBeLessThanOrEqual(51);
    expect(query({ n: Number.POSITIVE_INFINITY })).toBe(251);
    expect(query(JSON.parse('{"__proto__": {"n": 1}, "constructor": 1}'))).toBe(51);
  });
});

describe("the schema", () => {
  const fields = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, field })));

  it("declares for each list how many rows it selects from", () => {
    const undeclared = fields.filter(({ field }) => isConnection(field) && costOfField(field).rows === undefined);
    expect(undeclared.map(({ name }) => name)).toEqual([]);
    expect(fields.filter(({ field }) => isConnection(field)).length).toBeGreaterThan(10);
  });

  it("declares the cost of each argument of a list", () => {
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

  it("declares the cost of each password", () => {
    const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);
    const passwords = [
      ...inputs.flatMap((type) => Object.values(type.getFields())),
      ...fields.flatMap(({ field }) => field.args),
    ].filter(({ name }) => /password/i.test(name));
    expect(passwords.map((password) => costOfInput(password)?.fixed)).toEqual(passwords.map(() => 2_500));
    expect(passwords.length).toBeGreaterThan(4);
  });
});
