import { Prisma } from "../../src/database/generated/client.js";
import { customerGroupsPage, customersPage } from "../pagination/lists.operations.js";
import { refusalOf } from "../support/bad-input.js";
import type { DateTimeFilter, IdFilter, MetadataFilter } from "../support/generated/graphql.js";
import { givenAddresses, givenCustomers, givenGroups } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";
import { addressesMatching, customersMatching, groupsMatching } from "./matching.js";

const letters = (ids: readonly string[] | undefined) => ids?.map((id) => id.slice(-1)).join("");

describe("a filter on an id", () => {
  const server = useTestServer();

  beforeEach(async () => {
    await givenCustomers(server, [
      { id: "cus_a", createdBy: "user_1" },
      { id: "cus_b", createdBy: "user_2" },
      { id: "cus_c" },
    ]);
    await givenGroups(server, [
      { id: "cusgroup_a", createdBy: "user_1" },
      { id: "cusgroup_b", createdBy: "user_2" },
      { id: "cusgroup_c" },
    ]);
  });

  it.each<[IdFilter, string]>([
    [{}, "abc"],
    [{ eq: "user_1" }, "a"],
    [{ eq: "USER_1" }, ""],
    [{ eq: " user_1" }, ""],
    [{ eq: "user_\0" }, ""],
    [{ eq: null }, "c"],
    [{ ne: "user_1" }, "bc"],
    [{ ne: "user_\0" }, "abc"],
    [{ ne: null }, "ab"],
    [{ in: ["user_1", "user_2", "user_9", "user_\0"] }, "ab"],
    [{ in: [] }, ""],
    [{ notIn: ["user_1", "user_9"] }, "bc"],
    [{ notIn: ["user_\ud800"] }, "abc"],
    [{ notIn: [] }, "abc"],
    [{ ne: "user_1", in: ["user_1", "user_2"] }, "b"],
  ])("%j on createdBy matches %s", async (createdBy, expected) => {
    expect(letters(await customersMatching(server, { createdBy }))).toBe(expected);
    expect(letters(await groupsMatching(server, { createdBy }))).toBe(expected);
  });

  it("on the id itself is exact, and matches nothing for an unknown one", async () => {
    await givenAddresses(server, [{ id: "cuaddr_1", customerId: "cus_a" }]);
    expect(await customersMatching(server, { id: { in: ["cus_a", "cus_z", "CUS_B", "cusgroup_a", ""] } })).toEqual([
      "cus_a",
    ]);
    expect(await groupsMatching(server, { id: { eq: "cus_a" } })).toEqual([]);
    expect(await groupsMatching(server, { id: { ne: "cusgroup_a" } })).toEqual(["cusgroup_b", "cusgroup_c"]);
    expect(await addressesMatching(server, "cus_a", { id: { eq: "cuaddr_1" } })).toEqual(["cuaddr_1"]);
    expect(await addressesMatching(server, "cus_a", { id: { eq: "cuaddr_2" } })).toEqual([]);
  });
});

describe("a filter on a boolean", () => {
  const server = useTestServer();

  it("distinguishes registered customers from guests", async () => {
    await givenCustomers(server, [{ id: "cus_a", hasAccount: true }, { id: "cus_b" }]);
    expect(await customersMatching(server, { hasAccount: true })).toEqual(["cus_a"]);
    expect(await customersMatching(server, { hasAccount: false })).toEqual(["cus_b"]);
  });

  it.each(["isDefaultShipping", "isDefaultBilling"])(
    "distinguishes default addresses from others: %s",
    async (field) => {
      await givenCustomers(server, [{ id: "cus_a" }]);
      await givenAddresses(server, [
        { id: "cuaddr_1", customerId: "cus_a", [field]: true },
        { id: "cuaddr_2", customerId: "cus_a" },
      ]);
      expect(await addressesMatching(server, "cus_a", { [field]: true })).toEqual(["cuaddr_1"]);
      expect(await addressesMatching(server, "cus_a", { [field]: false })).toEqual(["cuaddr_2"]);
    },
  );
});

describe("a filter on a timestamp", () => {
  const server = useTestServer();
  const noon = "2024-06-01T12:00:00.000Z";

  const cases: [DateTimeFilter, string][] = [
    [{}, "abc"],
    [{ eq: noon }, "b"],
    [{ eq: "2024-06-01T14:00:00+02:00" }, "b"],
    [{ eq: null }, ""],
    [{ lt: noon }, "a"],
    [{ lte: noon }, "ab"],
    [{ gt: noon }, "c"],
    [{ gte: noon }, "bc"],
    [{ gt: "2024-06-01T11:59:59.999Z", lt: "2024-06-01T12:00:00.001Z" }, "b"],
    [{ isNull: true }, ""],
    [{ isNull: false }, "abc"],
    [{ gt: "9999-12-31T23:59:59-14:00" }, ""],
    [{ lt: "9999-12-31T23:59:59-14:00" }, "abc"],
    [{ gt: "0000-01-01T00:00:00Z" }, "abc"],
    [{ eq: "0001-01-01T00:00:00+14:00" }, ""],
  ];
  const moments = { a: "2024-06-01T11:59:59.999Z", b: noon, c: "2024-06-01T12:00:00.001Z" };

  it.each(["createdAt", "updatedAt"])(
    "%s compares timestamps as points in time, in customers, addresses and groups",
    async (field) => {
      const rows = Object.entries(moments).map(([letter, moment]) => ({ letter, values: { [field]: moment } }));
      await givenCustomers(
        server,
        rows.map(({ letter, values }) => ({ id: `cus_${letter}`, ...values })),
      );
      await givenAddresses(
        server,
        rows.map(({ letter, values }) => ({ id: `cuaddr_${letter}`, customerId: "cus_a", ...values })),
      );
      await givenGroups(
        server,
        rows.map(({ letter, values }) => ({ id: `cusgroup_${letter}`, ...values })),
      );
      for (const [condition, expected] of cases) {
        const where = { [field]: condition };
        expect([condition, letters(await customersMatching(server, where))]).toEqual([condition, expected]);
        expect([condition, letters(await addressesMatching(server, "cus_a", where))]).toEqual([condition, expected]);
        expect([condition, letters(await groupsMatching(server, where))]).toEqual([condition, expected]);
      }
    },
  );

  it("deletedAt distinguishes deleted rows from live rows", async () => {
    await givenCustomers(server, [{ id: "cus_a" }, { id: "cus_b", deletedAt: noon }]);
    await givenGroups(server, [{ id: "cusgroup_a" }, { id: "cusgroup_b", deletedAt: noon }]);
    for (const [deletedAt, expected] of [
      [{ isNull: true }, "a"],
      [{ eq: null }, "a"],
      [{ isNull: false }, "b"],
      [{ gte: noon }, "b"],
      [{ lt: noon }, ""],
    ] as const) {
      const variables = { where: { deletedAt }, deleted: "INCLUDE" as const };
      expect(letters((await server.run(customersPage, variables)).customers.nodes.map(({ id }) => id))).toBe(expected);
      expect(letters((await server.run(customerGroupsPage, variables)).customerGroups.nodes.map(({ id }) => id))).toBe(
        expected,
      );
    }
  });

  it("the argument deleted takes precedence over a condition on deletedAt", async () => {
    await givenCustomers(server, [{ id: "cus_a" }, { id: "cus_b", deletedAt: noon }]);
    expect(await customersMatching(server, { deletedAt: { isNull: false } })).toEqual([]);
    const { customers } = await server.run(customersPage, { deleted: "ONLY", where: { deletedAt: { isNull: true } } });
    expect(customers.nodes).toEqual([]);
  });
});

describe("a filter on metadata", () => {
  const server = useTestServer();
  const rows = {
    a: { tier: "gold", erp: { id: 7, tags: ["x", { y: 1 }] } },
    b: { tier: "silver", erp: { id: "7", deep: { er: { still: true } } } },
    c: { tier: null, erp: null, "a.b": 1, "": "empty" },
    d: { erp: [], n: 1.5, big: 12345678901234 },
    e: {},
    f: null,
  };

  beforeEach(async () => {
    const metadata = (value: object | null) => (value === null ? Prisma.DbNull : value);
    const entries = Object.entries(rows);
    await givenCustomers(
      server,
      entries.map(([letter, value]) => ({ id: `cus_${letter}`, metadata: metadata(value) })),
    );
    await givenAddresses(
      server,
      entries.map(([letter, value]) => ({ id: `cuaddr_${letter}`, customerId: "cus_a", metadata: metadata(value) })),
    );
    await givenGroups(
      server,
      entries.map(([letter, value]) => ({ id: `cusgroup_${letter}`, metadata: metadata(value) })),
    );
  });

  it.each<[MetadataFilter[], string]>([
    [[], "abcdef"],
    [[{ path: ["tier"], equals: "gold" }], "a"],
    [[{ path: ["tier"], equals: "Gold" }], ""],
    [[{ path: ["tier"], equals: null }], "c"],
    [[{ path: ["tier"], exists: true }], "abc"],
    [[{ path: ["tier"], exists: false }], "def"],
    [[{ path: ["nothing"], equals: null }], ""],
    [[{ path: ["erp"], equals: null }], "c"],
    [[{ path: ["erp"], exists: true }], "abcd"],
    [[{ path: ["erp", "id"], equals: 7 }], "a"],
    [[{ path: ["erp", "id"], equals: 7.0 }], "a"],
    [[{ path: ["erp", "id"], equals: "7" }], "b"],
    [[{ path: ["erp", "id"], exists: true }], "ab"],
    [[{ path: ["erp", "deep", "er", "still"], equals: true }], "b"],
    [[{ path: ["erp", "deep", "er"], equals: { still: true } }], "b"],
    [[{ path: ["erp", "deep"], equals: {} }], ""],
    [[{ path: ["erp", "tags"], equals: ["x", { y: 1 }] }], "a"],
    [[{ path: ["erp", "tags"], equals: [{ y: 1 }, "x"] }], ""],
    [[{ path: ["erp", "tags"], equals: "x" }], ""],
    [[{ path: ["erp", "tags", "0"], equals: "x" }], ""],
    [[{ path: ["erp", "tags", "0"], exists: true }], ""],
    [[{ path: ["erp", "tags", "-1"], exists: false }], "abcdef"],
    [[{ path: ["erp", "tags", "1", "y"], exists: true }], ""],
    [[{ path: ["erp"], equals: [] }], "d"],
    [[{ path: ["n"], equals: 1.5 }], "d"],
    [[{ path: ["big"], equals: 12345678901234 }], "d"],
    [[{ path: ["a.b"], equals: 1 }], "c"],
    [[{ path: ["a", "b"], exists: true }], ""],
    [[{ path: [""], equals: "empty" }], "c"],
    [[{ path: ["__proto__"], exists: true }], ""],
    [[{ path: ["tier"], equals: "gold", exists: false }], ""],
    [
      [
        { path: ["tier"], exists: true },
        { path: ["erp", "id"], exists: true },
      ],
      "ab",
    ],
  ])("%j matches %s", async (metadata, expected) => {
    expect(letters(await customersMatching(server, { metadata }))).toBe(expected);
    expect(letters(await addressesMatching(server, "cus_a", { metadata }))).toBe(expected);
    expect(letters(await groupsMatching(server, { metadata }))).toBe(expected);
  });

  it("that does not match keeps rows without metadata", async () => {
    expect(letters(await customersMatching(server, { not: { metadata: [{ path: ["tier"], equals: "gold" }] } }))).toBe(
      "bcdef",
    );
  });

  const nested = (levels: number) => JSON.parse("[".repeat(levels) + "]".repeat(levels));

  it.each<[string, MetadataFilter, string]>([
    ["an empty path", { path: [], exists: true }, "where.metadata.0.path must have 1 to 10 names, got 0."],
    [
      "a path of 11 names",
      { path: Array(11).fill("a"), exists: true },
      "where.metadata.0.path must have 1 to 10 names, got 11.",
    ],
    [
      "NUL in the path",
      { path: ["a\0"], exists: true },
      "where.metadata.0.path.0 must not hold NUL or half a surrogate pair.",
    ],
    [
      "NUL in the value",
      { path: ["a"], equals: { b: ["\0"] } },
      "where.metadata.0.equals must be JSON of at most 64 KiB without NUL.",
    ],
    [
      "a value of 64 KiB and a byte",
      { path: ["a"], equals: "x".repeat(65_535) },
      "where.metadata.0.equals must be JSON of at most 64 KiB without NUL.",
    ],
    [
      "a value of 101 levels",
      { path: ["a"], equals: nested(101) },
      "where.metadata.0.equals must be JSON of at most 100 levels.",
    ],
    [
      "a value of 2,000 levels",
      { path: ["a"], equals: nested(2000) },
      "where.metadata.0.equals must be JSON of at most 100 levels.",
    ],
  ])("is BAD_USER_INPUT with %s", async (_, filter, message) => {
    expect(await refusalOf(server, customersPage, { where: { metadata: [filter] }, deleted: "EXCLUDE" as const })).toBe(
      message,
    );
  });

  it("may have a path of 10 names and a value of 100 levels", async () => {
    const filters = [
      { path: Array(10).fill("a"), exists: true },
      { path: ["a"], equals: nested(100) },
    ];
    expect(await customersMatching(server, { metadata: filters })).toEqual([]);
  });
});
