import { defaultLimits } from "../../src/execution/limits/limits.js";
import { costOf, costs } from "./costs.js";

describe("the cost of a filter", () => {
  const filtered = costs("query ($where: CustomerFilter) { customers(first: 0, where: $where) { totalCount } }");
  const costOfFilter = (where: unknown) => filtered({ where });
  const contains = { email: { contains: "a" } };

  it("is the work for each row that it reads, in the document and in variables", () => {
    expect(costOfFilter(contains)).toBe(6_001);
    expect(costOf('{ customers(first: 0, where: { email: { contains: "a" } }) { totalCount } }')).toBe(6_001);
    const text = costs("query ($text: String) { customers(where: { email: { contains: $text } }) { totalCount } }");
    expect(text({ text: "a" })).toBe(6_001);
    expect(text({})).toBe(1_001);
    expect(costOfFilter({ or: [contains, contains] })).toBe(11_003);
    expect(costOfFilter({ or: contains })).toBe(6_001);
    expect(costOfFilter({ not: contains })).toBe(6_001);
  });

  it("is low only if an index finds the rows", () => {
    const id = { id: { eq: "a" } };
    expect(costOfFilter({ ...id, ...contains })).toBe(14);
    expect(costOfFilter({ and: [id, contains] })).toBeLessThan(20);
    expect(costOfFilter({ or: [id, { email: { in: ["a"] } }] })).toBeLessThan(20);
    expect(costOfFilter({ or: [id, contains] })).toBeGreaterThan(6_000);
    expect(costOfFilter({ not: id })).toBeGreaterThan(1_000);
    expect(costOfFilter({ id: { ne: "a" } })).toBeGreaterThan(1_000);
    expect(costOfFilter({ id: { eq: null } })).toBeGreaterThan(1_000);
    expect(costOfFilter({ firstName: { eq: "a" } })).toBeGreaterThan(1_000);
  });

  it("is higher for each relation in the path", () => {
    const hop = costOfFilter({ groups: { some: { name: { eq: "a" } } } });
    const two = costOfFilter({ groups: { some: { customers: { some: { firstName: { eq: "a" } } } } } });
    expect(hop).toBeGreaterThan(costOfFilter({ firstName: { eq: "a" } }));
    expect(two).toBeGreaterThan(hop + 1_000);
    for (const kind of ["none", "every"]) {
      expect(costOfFilter({ groups: { [kind]: { id: { eq: "a" } } } })).toBeGreaterThan(5_000);
    }
  });

  it("of orders is the work for the orders and for each customer, and less where an index finds the orders", () => {
    const orders = (where: unknown) => costOfFilter({ orders: { some: where } });
    expect(orders({})).toBe(1_001 + 5_000 + 2_000);
    expect(orders({ status: "PENDING" })).toBe(1_001 + 5_000 + 3_000);
    expect(orders({ email: { contains: "a" } })).toBe(1_001 + 5_000 + 12_000);
    expect(orders({ email: { eq: "a" } })).toBe(1_001 + 5_000 + 3);
    expect(costOfFilter({ orders: { none: { email: { eq: "a" } } } })).toBe(1_001 + 5_000 + 3_000);
  });

  it("of a search of price lists includes the names of their groups", () => {
    const cost = costOf('{ priceLists(first: 0, search: "a") { totalCount } }');
    // The count, and for each price list the look at its groups, whose 1,000 names are searched.
    expect(cost).toBe(1 + 10 + 50 + 25);
  });

  it("of the longest list under many parents is counted once for each field", () => {
    const groups = (first: number) =>
      costOf(`{ customerGroups(first: ${first}) { nodes { customers { totalCount } } } }`);
    const [one, more] = [groups(1), groups(101)];
    expect(one).toBeGreaterThan(3_000);
    expect(more).toBeLessThan(20_000);
    const inFragment = `{ customerGroups(first: 101) { nodes { ...G } } }
      fragment G on CustomerGroup { customers { totalCount } }`;
    expect(costOf(inFragment)).toBe(more);
    const twice = "{ customerGroups(first: 1) { nodes { customers { totalCount } again: customers { totalCount } } } }";
    expect(costOf(twice)).toBeGreaterThan(2 * 3_000);
  });

  it("is lower for lists of few rows", () => {
    const cost = costOf('{ customer(id: "a") { addresses(where: { city: { contains: "a" } }) { nodes { id } } } }');
    expect(cost).toBeLessThan(150);
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
      "counting the members of a large group 30 times",
      `{ ${Array.from({ length: 30 }, (_, n) => `a${n}: customerGroup(id: "a") { customers { totalCount } }`).join(" ")} }`,
    ],
    [
      "texts of the members of all groups, twice",
      `{ ${["a", "b"].map((name) => `${name}: customerGroups(where: { customers: { some: { firstName: { contains: "zq" } } } }) { totalCount }`).join(" ")} }`,
    ],
    [
      "30 customers with 110 addresses each",
      `mutation { ${Array.from({ length: 30 }, (_, n) => `a${n}: customerCreate(input: { addresses: [${times(110, "{ city: 1 }")}] }) { customer { id } }`).join(" ")} }`,
    ],
    [
      "30 price lists, which may be long",
      `mutation { ${Array.from({ length: 30 }, (_, n) => `a${n}: priceListUpdate(id: "a", input: { title: "a" }) { priceList { id } }`).join(" ")} }`,
    ],
    [
      "10,000 prices of each of 100 price lists",
      "{ viewer { customer { priceLists(first: 100) { nodes { prices(first: 250) { nodes { amount } } more: prices(first: 250) { nodes { amount } } } } } } }",
    ],
  ])("is too high for one request: %s", (_what, query) => {
    expect(costOf(query)).toBeGreaterThan(defaultLimits.cost);
  });

  it.each([
    [
      "a part of a text, with its count",
      '{ customers(where: { firstName: { contains: "a" } }) { totalCount nodes { id } } }',
    ],
    [
      "a city and a part of a name, with their count",
      '{ customers(where: { addresses: { some: { city: { eq: "a" } } }, lastName: { contains: "a" } }) { totalCount nodes { id } } }',
    ],
    [
      "the groups of members, with their count",
      "{ customerGroups(first: 250) { nodes { name customers { totalCount } } } }",
    ],
    [
      "a search in a group, with its count",
      '{ customerGroup(id: "a") { customers(search: "a", sort: [{ field: LAST_NAME }]) { totalCount nodes { id } } } }',
    ],
    [
      "all orders of 250 customers, with their counts",
      "{ customers(first: 250) { nodes { orders(first: 50) { totalCount nodes { id } } } } }",
    ],
    [
      "customers with a pending order and those without any, with their count",
      "{ customers(where: { or: [{ orders: { some: { status: PENDING } } }, { orders: { none: {} } }] }) { totalCount nodes { id } } }",
    ],
    [
      "a part of an email of all orders, with their count",
      '{ orders(where: { email: { contains: "a" } }) { totalCount nodes { id } } }',
    ],
    [
      "a search in all addresses, with their count",
      '{ addresses(search: "a", sort: [{ field: CITY }]) { totalCount nodes { id customer { email } } } }',
    ],
    [
      "customers in a group of a name",
      '{ customers(where: { groups: { some: { name: { contains: "a" } } } }) { totalCount } }',
    ],
  ])("is within the limit for one request: %s", (_what, query) => {
    expect(costOf(query)).toBeLessThan(defaultLimits.cost);
  });

  it("is finite for any depth and invalid values", () => {
    let deep: unknown = contains;
    for (let level = 0; level < 10_000; level += 1) deep = { not: deep };
    for (const where of [deep, [], 7, "a", { or: 7 }, { groups: "a" }, { email: [] }, { unknown: { a: 1 } }]) {
      expect(costOfFilter(where)).toBeLessThan(10_000);
    }
  });
});
