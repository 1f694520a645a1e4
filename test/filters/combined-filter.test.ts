import { defaultLimits } from "../../src/execution/limits/limits.js";
import { customerGroupsPage, customersPage } from "../pagination/lists.operations.js";
import { refusalOf } from "../support/bad-input.js";
import type { CustomerFilter } from "../support/generated/graphql.js";
import { givenCustomers, givenGroups } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";
import { customersMatching } from "./matching.js";

const refusalOfFilter = (server: Parameters<typeof refusalOf>[0], where: CustomerFilter) =>
  refusalOf(server, customersPage, { where, deleted: "EXCLUDE" as const });

/** A filter within `levels` others. */
const within = (
  levels: number,
  inner: CustomerFilter,
  wrap = (filter: CustomerFilter): CustomerFilter => ({ not: filter }),
) => Array.from({ length: levels }).reduce<CustomerFilter>((filter) => wrap(filter), inner);

describe("conditions that combine", () => {
  // A high cost limit, so that the limits of the filter are tested.
  const server = useTestServer({ limits: { ...defaultLimits, cost: 100_000_000 } });
  const [a, b, none] = [{ firstName: { eq: "a" } }, { lastName: { eq: "b" } }, { firstName: { eq: "nobody" } }];

  beforeEach(() =>
    givenCustomers(server, [
      { id: "cus_1", firstName: "a", lastName: "b" },
      { id: "cus_2", firstName: "a" },
      { id: "cus_3", lastName: "b" },
      { id: "cus_4" },
    ]),
  );

  it.each<[CustomerFilter | null, string]>([
    [null, "1234"],
    [{}, "1234"],
    [{ ...a, ...b }, "1"],
    [{ and: [] }, "1234"],
    [{ and: [{}] }, "1234"],
    [{ and: [a, b] }, "1"],
    [{ and: [a, none] }, ""],
    [{ or: [] }, ""],
    [{ or: [{}] }, "1234"],
    [{ or: [a, b] }, "123"],
    [{ or: [none, b] }, "13"],
    [{ ...a, or: [] }, ""],
    [{ ...a, or: [b, none] }, "1"],
    [{ not: {} }, ""],
    [{ not: a }, "34"],
    [{ not: { or: [] } }, "1234"],
    [{ not: { or: [a, b] } }, "4"],
    [{ not: { and: [a, b] } }, "234"],
    [{ not: { ...a, ...b } }, "234"],
    [{ not: { not: a } }, "12"],
    [{ ...b, not: a }, "3"],
    [{ and: [{ or: [a, b] }, { not: { and: [a, b] } }] }, "23"],
    [{ or: [{ and: [a, { not: b }] }, { and: [b, { not: a }] }] }, "23"],
    [{ firstName: {} }, "1234"],
  ])("%j matches the customers %s", async (where, expected) => {
    expect(await customersMatching(server, where)).toEqual(Array.from(expected, (digit) => `cus_${digit}`));
  });

  describe("at most 8 levels deep", () => {
    const tooDeep = "where must nest at most 8 levels.";
    const wraps: [string, (filter: CustomerFilter) => CustomerFilter][] = [
      ["not", (not) => ({ not })],
      ["and", (filter) => ({ and: [{}, filter] })],
      ["or", (filter) => ({ or: [none, filter] })],
    ];

    it.each(wraps)("8 levels of %s are allowed, 9 are rejected", async (_, wrap) => {
      expect(await customersMatching(server, within(8, a, wrap))).toEqual(["cus_1", "cus_2"]);
      expect(await refusalOfFilter(server, within(9, a, wrap))).toBe(tooDeep);
    });

    it("related rows are a level each", async () => {
      await givenGroups(server, [{ id: "cusgroup_1" }]);
      const wrap = (filter: CustomerFilter): CustomerFilter => ({ groups: { some: { customers: { some: filter } } } });
      expect(await customersMatching(server, within(4, {}, wrap))).toEqual([]);
      expect(await refusalOfFilter(server, within(4, { not: {} }, wrap))).toBe(tooDeep);
    });

    it("a thousand levels are rejected like nine", async () => {
      expect(await refusalOfFilter(server, within(1000, a))).toBe(tooDeep);
    });
  });

  describe("at most 100 of them", () => {
    const many = (count: number, filter: CustomerFilter) => Array.from({ length: count }, () => filter);
    const refusal = (count: number) => `where must have at most 100 conditions, got ${count}.`;
    const metadata = (count: number) => Array.from({ length: count }, () => ({ path: ["a"], exists: false }));

    it.each<[string, CustomerFilter]>([
      ["in one list", { and: many(100, a) }],
      ["in several", { ...a, and: many(49, a), or: many(50, a) }],
      ["two to an object", { and: many(50, { firstName: { eq: "a", isNull: false } }) }],
    ])("100 are answered: %s", async (_, where) => {
      expect(await customersMatching(server, where)).toEqual(["cus_1", "cus_2"]);
    });

    it.each<[string, CustomerFilter, number]>([
      ["in one list", { or: many(101, a) }, 101],
      ["in several", { ...a, and: many(50, a), or: many(50, a) }, 101],
      ["two to an object", { and: many(51, { firstName: { eq: "a", isNull: false } }) }, 102],
      ["on related rows", { addresses: { some: { and: many(100, {}).map(() => ({ city: { eq: "x" } })) } } }, 101],
      ["on metadata", { metadata: metadata(101) }, 101],
      ["empty ones", { and: many(101, {}) }, 101],
      ["fifty thousand empty ones", { or: many(50_000, {}) }, 50_000],
    ])("more are refused: %s", async (_, where, count) => {
      expect(await refusalOfFilter(server, where)).toBe(refusal(count));
    });

    it("are counted in filters on groups as well", async () => {
      const where = { or: Array.from({ length: 101 }, () => ({ name: { eq: "x" } })) };
      expect(await refusalOf(server, customerGroupsPage, { where, deleted: "EXCLUDE" as const })).toBe(refusal(101));
    });
  });

  it.each(["in", "notIn"])("may list 10,000 values, and not 10,001: %s", async (operator) => {
    const values = Array.from({ length: 10_000 }, (_, index) => `v${index}`);
    const matching = await customersMatching(server, { firstName: { [operator]: [...values.slice(1), "a"] } });
    expect(matching).toHaveLength(2);
    expect(await refusalOfFilter(server, { id: { [operator]: [...values, "v"] } })).toBe(
      `where.id.${operator} must have at most 10000 elements, got 10001.`,
    );
  });
});
