import { givenCustomer, longAgo } from "../customer/customer.steps.js";
import { givenGroup, givenGroups, removeGroup } from "../customer-group/customer-group.steps.js";
import type { PriceListInput } from "../support/generated/graphql.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { readPriceList } from "./price-list.operations.js";
import { givenPriceList, idsFor, price, remove, restore, update } from "./price-list.steps.js";

const missingIds = ["plist_unknown", "plist_\0", "plist_\ud800", `plist_${"0".repeat(10_000)}`];
const stored = { ...price, minQuantity: null, maxQuantity: null };
const none = { totalCount: 0, nodes: [] };

describe("priceListUpdate", () => {
  const server = useTestServer();
  const read = async (id: string) => (await server.run(readPriceList, { id })).priceList;

  /** An active, older price list with a value in each field. */
  async function givenOldPriceList() {
    await givenGroups(server, 2);
    const { id } = await givenPriceList(server, {
      description: "Words",
      status: "ACTIVE",
      startsAt: "2026-06-01T00:00:00Z",
      endsAt: "2026-07-01T00:00:00Z",
      metadata: { a: 1 },
      prices: [price],
      customerGroupIds: ["cusgroup_000000"],
    });
    await server.testDatabase.database.prisma.priceList.update({ where: { id }, data: { updatedAt: longAgo } });
    return (await read(id)) ?? { id, updatedAt: "" };
  }

  it.each<[string, PriceListInput, object]>([
    ["the title", { title: " Winter sale" }, { title: "Winter sale" }],
    ["the type", { type: "OVERRIDE" }, { type: "OVERRIDE" }],
    ["the status", { status: "DRAFT" }, { status: "DRAFT" }],
    ["the description to null", { description: null }, { description: null }],
    ["the description to null for a blank string", { description: " \n" }, { description: null }],
    ["the dates to none", { startsAt: null, endsAt: null }, { startsAt: null, endsAt: null }],
    ["the end alone", { endsAt: "2026-06-01T00:00:00.001Z" }, { endsAt: "2026-06-01T00:00:00.001Z" }],
    ["metadata by merging", { metadata: { a: "", b: null } }, { metadata: { b: null } }],
    ["metadata to null", { metadata: null }, { metadata: null }],
    [
      "the whole list of prices",
      { prices: [{ ...price, amount: "9" }] },
      { prices: { totalCount: 1, nodes: [{ ...stored, amount: "9.00" }] } },
    ],
    ["the prices to none", { prices: [] }, { prices: none }],
    ["the prices to none for null", { prices: null }, { prices: none }],
    [
      "the condition",
      { customerGroupIds: ["cusgroup_000001"] },
      { customerGroups: { nodes: [{ id: "cusgroup_000001" }] } },
    ],
    ["the condition to everybody", { customerGroupIds: [] }, { customerGroups: { nodes: [] } }],
    ["the condition to everybody, given null", { customerGroupIds: null }, { customerGroups: { nodes: [] } }],
  ])("changes %s and nothing else", async (_, input, changed) => {
    const before = await givenOldPriceList();
    const { priceList, userErrors } = await update(server, before.id, input);
    expect(userErrors).toEqual([]);
    expect(priceList).toEqual({ ...before, ...changed, version: 2, updatedAt: priceList?.updatedAt });
    expect(Date.parse(priceList?.updatedAt ?? "")).toBeGreaterThan(longAgo.getTime());
    expect(await read(before.id)).toEqual(priceList);
  });

  it.each<[string, PriceListInput]>([
    ["nothing", {}],
    ["empty metadata", { metadata: {} }],
    [
      "the stored values",
      {
        title: " Summer sale",
        description: "Words ",
        type: "SALE",
        status: "ACTIVE",
        startsAt: "2026-06-01T02:00:00+02:00",
        metadata: { a: 1, b: "" },
        prices: [{ ...price, currencyCode: "eur", amount: "10", minQuantity: null }],
        customerGroupIds: ["cusgroup_000000", "cusgroup_000000"],
      },
    ],
  ])("succeeds without changing updatedAt and version for %s", async (_, input) => {
    const before = await givenOldPriceList();
    expect(await update(server, before.id, input)).toEqual({ priceList: before, userErrors: [] });
    expect(await read(before.id)).toEqual(before);
  });

  it.each<[string, PriceListInput, string[]]>([
    ["clearing the title", { title: null }, ["REQUIRED at input.title"]],
    ["a blank title", { title: " " }, ["BLANK at input.title"]],
    ["clearing type and status", { type: null, status: null }, ["REQUIRED at input.type", "REQUIRED at input.status"]],
    ["an end that is the stored start", { endsAt: "2026-06-01T00:00:00.000Z" }, ["OUT_OF_RANGE at input.endsAt"]],
    ["a start that is the stored end", { startsAt: "2026-07-01T00:00:00.000Z" }, ["OUT_OF_RANGE at input.startsAt"]],
    [
      "dates in the wrong order",
      { startsAt: "2027-07-01T00:00:00Z", endsAt: "2027-06-01T00:00:00Z" },
      ["OUT_OF_RANGE at input.endsAt"],
    ],
    ["a bad price", { prices: [price, { ...price, amount: "x" }] }, ["INVALID_AMOUNT at input.prices.1.amount"]],
    ["an unknown group", { customerGroupIds: ["cusgroup_x"] }, ["NOT_FOUND at input.customerGroupIds.0"]],
    ["metadata that is too large", { metadata: { b: "x".repeat(65_530) } }, ["TOO_LONG at input.metadata"]],
  ])("refuses %s and writes nothing", async (_, input, errors) => {
    const { id } = await givenOldPriceList();
    const before = await allRows(server);
    const { priceList, userErrors } = await update(server, id, input);
    expect(priceList).toBeNull();
    expect(inShort(userErrors)).toEqual(errors);
    expect(await allRows(server)).toEqual(before);
  });

  it("keeps a condition with a deleted group unless a condition is given", async () => {
    const { id } = await givenOldPriceList();
    await removeGroup(server, "cusgroup_000000");
    expect(await update(server, id, { title: "New" })).toMatchObject({ priceList: { customerGroups: { nodes: [] } } });
    const [row] = (await allRows(server)).priceLists;
    expect(row?.customerGroupIds).toEqual(["cusgroup_000000"]);
    const { userErrors } = await update(server, id, { customerGroupIds: ["cusgroup_000000"] });
    expect(inShort(userErrors)).toEqual(["NOT_FOUND at input.customerGroupIds.0"]);
  });

  it("writes only if ifVersion is the current version", async () => {
    const { id } = await givenPriceList(server);
    expect((await update(server, id, { title: "One" }, 1)).priceList?.version).toBe(2);
    const { priceList, userErrors } = await update(server, id, { title: "Two" }, 1);
    expect(priceList).toBeNull();
    expect(userErrors).toMatchObject([{ code: "VERSION_CONFLICT", path: ["ifVersion"], currentVersion: 2 }]);
  });

  it("returns NOT_FOUND for unknown and deleted price lists, and INVALID_ID for an id of another type", async () => {
    const { id: deleted } = await givenPriceList(server);
    await remove(server, deleted);
    for (const id of [...missingIds, deleted]) {
      const { userErrors } = await update(server, id, { title: "New" });
      expect(userErrors).toMatchObject([{ code: "NOT_FOUND", path: ["id"], ids: [id] }]);
    }
    expect(inShort((await update(server, "cus_1", {})).userErrors)).toEqual(["INVALID_ID at id"]);
  });
});

describe("priceListDelete", () => {
  const server = useTestServer();

  it("hides the price list and does not change its groups", async () => {
    const { id: groupId } = await givenGroup(server);
    const { id } = await givenPriceList(server, { prices: [price], customerGroupIds: [groupId] });
    const { groups } = await allRows(server);
    const { deletedId, priceList, userErrors } = await remove(server, id);
    expect(userErrors).toEqual([]);
    expect(deletedId).toBe(id);
    expect(priceList).toMatchObject({
      id,
      version: 2,
      prices: { nodes: [stored] },
      customerGroups: { nodes: [{ id: groupId }] },
    });
    expect(priceList?.deletedAt).not.toBeNull();
    expect(priceList?.updatedAt).toBe(priceList?.deletedAt);
    expect(await server.run(readPriceList, { id })).toEqual({ priceList: null });
    expect((await allRows(server)).groups).toEqual(groups);
  });

  it("succeeds again for a deleted price list and changes nothing", async () => {
    const { id } = await givenPriceList(server);
    const first = await remove(server, id);
    const before = await allRows(server);
    expect(await remove(server, id, 1)).toEqual(first);
    expect(await allRows(server)).toEqual(before);
  });

  it("deletes only if ifVersion is the current version", async () => {
    const { id } = await givenPriceList(server);
    await update(server, id, { title: "New" });
    const refused = await remove(server, id, 1);
    expect(refused).toMatchObject({ deletedId: null, priceList: null, userErrors: [{ currentVersion: 2 }] });
    expect((await remove(server, id, 2)).deletedId).toBe(id);
  });

  it("returns NOT_FOUND for unknown price lists, and INVALID_ID for an id of another type", async () => {
    for (const id of missingIds) {
      expect((await remove(server, id)).userErrors).toMatchObject([{ code: "NOT_FOUND", path: ["id"], ids: [id] }]);
    }
    expect(inShort((await remove(server, "cusgroup_1")).userErrors)).toEqual(["INVALID_ID at id"]);
  });
});

describe("priceListRestore", () => {
  const server = useTestServer();

  it("restores the price list with its prices and groups", async () => {
    const { id: groupId } = await givenGroup(server);
    const before = await givenPriceList(server, { prices: [price], customerGroupIds: [groupId] });
    const { id } = before;
    await remove(server, id);
    const { priceList, userErrors } = await restore(server, id);
    expect(userErrors).toEqual([]);
    expect(priceList).toEqual({ ...before, version: 3, updatedAt: priceList?.updatedAt });
    expect((priceList?.updatedAt ?? "") > before.updatedAt).toBe(true);
    expect(await server.run(readPriceList, { id })).toEqual({ priceList });
  });

  it("applies to the same customers as before", async () => {
    const { id: customerId } = await givenCustomer(server);
    const { id: groupId } = await givenGroup(server, "Wholesale", [customerId]);
    const { id: strangerId } = await givenCustomer(server);
    const { id } = await givenPriceList(server, { status: "ACTIVE", customerGroupIds: [groupId] });
    await remove(server, id);
    expect(await idsFor(server, customerId)).toEqual([]);
    await restore(server, id);
    expect(await idsFor(server, customerId)).toEqual([id]);
    expect(await idsFor(server, strangerId)).toEqual([]);
  });

  it("applies to no customer if its groups were deleted in the meantime", async () => {
    const { id: customerId } = await givenCustomer(server);
    const { id: groupId } = await givenGroup(server, "Wholesale", [customerId]);
    const { id } = await givenPriceList(server, { status: "ACTIVE", customerGroupIds: [groupId] });
    await remove(server, id);
    await removeGroup(server, groupId);
    expect((await restore(server, id)).priceList).toMatchObject({ deletedAt: null, customerGroups: { nodes: [] } });
    expect(await idsFor(server, customerId)).toEqual([]);
  });

  it("ignores another price list with the same title", async () => {
    const { id } = await givenPriceList(server);
    await remove(server, id);
    await givenPriceList(server);
    expect(await restore(server, id)).toMatchObject({ priceList: { id, deletedAt: null }, userErrors: [] });
  });

  it("succeeds for a price list that is not deleted and changes nothing", async () => {
    const priceList = await givenPriceList(server, { prices: [price] });
    const before = await allRows(server);
    expect(await restore(server, priceList.id)).toEqual({ priceList, userErrors: [] });
    expect(await allRows(server)).toEqual(before);
  });

  it("returns NOT_FOUND for unknown price lists, and INVALID_ID for an id of another type", async () => {
    for (const id of missingIds) {
      expect((await restore(server, id)).userErrors).toMatchObject([{ code: "NOT_FOUND", path: ["id"], ids: [id] }]);
    }
    expect(inShort((await restore(server, "cusgroup_1")).userErrors)).toEqual(["INVALID_ID at id"]);
  });
});
