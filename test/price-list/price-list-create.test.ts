import { givenGroup, givenGroups, removeGroup } from "../customer-group/customer-group.steps.js";
import type { PriceListInput } from "../support/generated/graphql.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { readPriceList } from "./price-list.operations.js";
import { create, givenPriceList, price, sale } from "./price-list.steps.js";

const refusals: [string, PriceListInput, string[]][] = [
  ["an empty input", {}, ["REQUIRED at input.title", "REQUIRED at input.type"]],
  ["null for title and type", { title: null, type: null }, ["REQUIRED at input.title", "REQUIRED at input.type"]],
  ["a blank title", { ...sale, title: " \t" }, ["BLANK at input.title"]],
  ["a title of 256 characters", { ...sale, title: "a".repeat(256) }, ["TOO_LONG at input.title"]],
  ["a line break in the title", { ...sale, title: "a\nb" }, ["INVALID at input.title"]],
  [
    "a description of 10,001 characters",
    { ...sale, description: "a".repeat(10_001) },
    ["TOO_LONG at input.description"],
  ],
  ["NUL in the description", { ...sale, description: "a\0b" }, ["INVALID at input.description"]],
  ["an escape sequence in the description", { ...sale, description: "a\u001b[0m" }, ["INVALID at input.description"]],
  ["half a surrogate pair in the description", { ...sale, description: "\ud800" }, ["INVALID at input.description"]],
  [
    "an end that is the start",
    { ...sale, startsAt: "2026-01-01T00:00:00.000Z", endsAt: "2026-01-01T01:00:00.000+01:00" },
    ["OUT_OF_RANGE at input.endsAt"],
  ],
  [
    "an end before the start",
    { ...sale, startsAt: "2026-01-01T00:00:00.001Z", endsAt: "2026-01-01T00:00:00.000Z" },
    ["OUT_OF_RANGE at input.endsAt"],
  ],
  ["a year before the first", { ...sale, startsAt: "0001-01-01T00:00:00+14:00" }, ["OUT_OF_RANGE at input.startsAt"]],
  ["a year past the last", { ...sale, endsAt: "9999-12-31T23:00:00-12:00" }, ["OUT_OF_RANGE at input.endsAt"]],
  ["metadata with NUL", { ...sale, metadata: { a: "\0" } }, ["INVALID at input.metadata"]],
  ["an unknown group", { ...sale, customerGroupIds: ["cusgroup_x"] }, ["NOT_FOUND at input.customerGroupIds.0"]],
  ["the id of something else", { ...sale, customerGroupIds: ["cus_1"] }, ["INVALID_ID at input.customerGroupIds.0"]],
  [
    "more than 10,000 groups",
    { ...sale, customerGroupIds: Array(10_001).fill("cusgroup_x") },
    ["TOO_MANY at input.customerGroupIds"],
  ],
];

describe("priceListCreate", () => {
  const server = useTestServer();

  it("writes the price list with its prices and condition and returns the same as a later query", async () => {
    const { id: groupId } = await givenGroup(server);
    const { id: otherId } = await givenGroup(server, "Staff");
    const input: PriceListInput = {
      title: " Summer sale ",
      description: "First line\n\tSecond line\r\nThird line ",
      type: "OVERRIDE",
      status: "ACTIVE",
      startsAt: "2026-06-01T00:00:00.001Z",
      endsAt: "2026-06-01T02:00:00.002+02:00",
      metadata: { campaign: "summer", none: null, empty: "" },
      prices: [price, { ...price, currencyCode: "jpy", amount: "1000", minQuantity: 2, maxQuantity: 2 }],
      customerGroupIds: [otherId, groupId, otherId],
    };
    const { priceList, userErrors } = await create(server, input);
    expect(userErrors).toEqual([]);
    expect(priceList).toEqual({
      id: expect.stringMatching(/^plist_[0-9A-HJKMNP-TV-Z]{26}$/),
      title: "Summer sale",
      description: "First line\n\tSecond line\r\nThird line",
      type: "OVERRIDE",
      status: "ACTIVE",
      startsAt: "2026-06-01T00:00:00.001Z",
      endsAt: "2026-06-01T00:00:00.002Z",
      metadata: input.metadata,
      createdAt: priceList?.updatedAt,
      updatedAt: expect.any(String),
      deletedAt: null,
      version: 1,
      prices: {
        totalCount: 2,
        nodes: [
          { ...price, minQuantity: null, maxQuantity: null },
          { ...price, currencyCode: "JPY", amount: "1000", minQuantity: 2, maxQuantity: 2 },
        ],
      },
      customerGroups: { nodes: [{ id: groupId }, { id: otherId }] },
    });
    expect(await server.run(readPriceList, { id: priceList?.id ?? "" })).toEqual({ priceList });
  });

  it("requires only a title and a type, and creates a draft without prices, dates and groups", async () => {
    const given: PriceListInput = { ...sale, status: null, prices: null, customerGroupIds: null, metadata: null };
    for (const input of [sale, given]) {
      expect(await givenPriceList(server, input)).toMatchObject({
        description: null,
        type: "SALE",
        status: "DRAFT",
        startsAt: null,
        endsAt: null,
        metadata: null,
        prices: { totalCount: 0, nodes: [] },
        customerGroups: { nodes: [] },
      });
    }
  });

  it("accepts titles of 255 characters, descriptions of 10,000, and the same title twice", async () => {
    const input = { title: "😀".repeat(255), description: "é".repeat(10_000) };
    await givenPriceList(server, input);
    expect(await givenPriceList(server, input)).toMatchObject(input);
  });

  it.each(refusals)("refuses %s and writes nothing", async (_, input, errors) => {
    const { priceList, userErrors } = await create(server, input);
    expect(priceList).toBeNull();
    expect(inShort(userErrors)).toEqual(errors);
    expect((await allRows(server)).priceLists).toEqual([]);
  });

  it("returns NOT_FOUND with all unknown and deleted groups", async () => {
    const [live = "", dead = ""] = await givenGroups(server, 2);
    await removeGroup(server, dead);
    const unknown = [dead, "cusgroup_x", "cusgroup_\0", ""];
    const { userErrors } = await create(server, { ...sale, customerGroupIds: [live, ...unknown, dead] });
    expect(userErrors).toMatchObject([{ code: "NOT_FOUND", path: ["input", "customerGroupIds"], ids: unknown }]);
  });

  it("returns all errors at once", async () => {
    const { userErrors } = await create(server, {
      description: "\0",
      startsAt: "2026-01-02T00:00:00Z",
      endsAt: "2026-01-01T00:00:00Z",
      metadata: { a: "\0" },
      prices: [{ ...price, amount: "x" }],
      customerGroupIds: ["cusgroup_x", "cus_1"],
    });
    expect(inShort(userErrors).sort()).toEqual([
      "INVALID at input.description",
      "INVALID at input.metadata",
      "INVALID_AMOUNT at input.prices.0.amount",
      "INVALID_ID at input.customerGroupIds.1",
      "NOT_FOUND at input.customerGroupIds.0",
      "OUT_OF_RANGE at input.endsAt",
      "REQUIRED at input.title",
      "REQUIRED at input.type",
    ]);
  });

  it("takes as many statements for 1,000 groups and prices as for one", async () => {
    const ids = await givenGroups(server, 1_000);
    const countFor = async (count: number) => {
      const prices = ids.slice(0, count).map((variantId) => ({ ...price, variantId }));
      const call = () => givenPriceList(server, { prices, customerGroupIds: ids.slice(0, count) });
      return (await server.testDatabase.withStatements(call)).statements.length;
    };
    expect(await countFor(1_000)).toBe(await countFor(1));
  });
});
