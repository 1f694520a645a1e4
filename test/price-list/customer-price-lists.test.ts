import { setTimeout } from "node:timers/promises";
import { defaultLimits } from "../../src/execution/limits/limits.js";
import { remove as removeCustomer, restore } from "../customer/customer.steps.js";
import { removeGroup } from "../customer-group/customer-group.steps.js";
import { refusalOf } from "../support/bad-input.js";
import { graphql } from "../support/generated/gql.js";
import { givenCustomers, givenGroups, givenMembers, idsOf } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";
import { priceListsOfCustomer } from "./price-list.operations.js";
import { givenPriceList, givenPriceLists, idsFor, price, remove, update } from "./price-list.steps.js";

const underManyCustomers = graphql(`
  query PriceListsUnderManyCustomers($at: DateTime!) {
    customers {
      nodes {
        id
        priceLists(at: $at) {
          totalCount
          nodes {
            id
            prices {
              nodes {
                amount
              }
            }
          }
        }
        first: priceLists(at: $at, first: 1) {
          nodes {
            id
          }
        }
      }
    }
  }
`);

describe("the price lists that apply to a customer", () => {
  // Lists in lists, each with 50 rows by default.
  const server = useTestServer({ limits: { ...defaultLimits, cost: 1_000_000 } });

  beforeEach(async () => {
    await givenCustomers(server, [{ id: "cus_1" }, { id: "cus_2" }]);
    await givenGroups(server, [{ id: "cusgroup_1" }, { id: "cusgroup_2" }]);
    await givenMembers(server, { cusgroup_1: ["cus_1"] });
  });

  it("apply from startsAt until before endsAt, to the millisecond", async () => {
    await givenPriceLists(server, [
      { id: "plist_always" },
      { id: "plist_from", startsAt: new Date("2026-01-01T00:00:00.001Z") },
      { id: "plist_until", endsAt: new Date("2026-01-01T00:00:00.001Z") },
      {
        id: "plist_within",
        startsAt: new Date("2026-01-01T00:00:00.000Z"),
        endsAt: new Date("2026-01-01T00:00:00.001Z"),
      },
    ]);
    expect(await idsFor(server, "cus_1", "2025-12-31T23:59:59.999Z")).toEqual(["plist_always", "plist_until"]);
    expect(await idsFor(server, "cus_1", "2026-01-01T00:00:00.000Z")).toEqual([
      "plist_always",
      "plist_until",
      "plist_within",
    ]);
    expect(await idsFor(server, "cus_1", "2026-01-01T00:00:00.001Z")).toEqual(["plist_always", "plist_from"]);
    expect(await idsFor(server, "cus_1", "2026-01-01T02:00:00.001+02:00")).toEqual(["plist_always", "plist_from"]);
  });

  it("are the current ones if no time is given", async () => {
    const [yesterday, tomorrow] = [-1, 1].map((days) => new Date(Date.now() + days * 86_400_000)) as [Date, Date];
    await givenPriceLists(server, [
      { id: "plist_over", endsAt: yesterday },
      { id: "plist_running", startsAt: yesterday, endsAt: tomorrow },
      { id: "plist_coming", startsAt: tomorrow },
    ]);
    expect(await idsFor(server, "cus_1")).toEqual(["plist_running"]);
  });

  it("are the current ones when the same query is sent again later", async () => {
    await givenPriceLists(server, [{ id: "plist_1" }, { id: "plist_2" }]);
    expect(await idsFor(server, "cus_1")).toEqual(["plist_1", "plist_2"]);
    // After the time of that response, and before that of the next one.
    await setTimeout(5);
    const endsAt = new Date();
    await server.testDatabase.database.prisma.priceList.update({ where: { id: "plist_1" }, data: { endsAt } });
    await setTimeout(5);
    expect(await idsFor(server, "cus_1")).toEqual(["plist_2"]);
  });

  it("can be queried for any valid timestamp", async () => {
    await givenPriceLists(server, [{ id: "plist_1" }, { id: "plist_2", endsAt: new Date() }]);
    expect(await idsFor(server, "cus_1", "0001-01-01T00:00:00+14:00")).toEqual(["plist_1", "plist_2"]);
    expect(await idsFor(server, "cus_1", "9999-12-31T23:59:59-12:00")).toEqual(["plist_1"]);
  });

  it("are active and not deleted", async () => {
    const { id } = await givenPriceList(server);
    expect(await idsFor(server, "cus_1")).toEqual([]);
    await update(server, id, { status: "ACTIVE" });
    expect(await idsFor(server, "cus_1")).toEqual([id]);
    await remove(server, id);
    expect(await idsFor(server, "cus_1")).toEqual([]);
  });

  it("include those without groups, and those with one of the customer's live groups", async () => {
    await givenPriceLists(server, [
      { id: "plist_all" },
      { id: "plist_one", customerGroupIds: ["cusgroup_1"] },
      { id: "plist_other", customerGroupIds: ["cusgroup_2"] },
      { id: "plist_two", customerGroupIds: ["cusgroup_1", "cusgroup_2"] },
    ]);
    expect(await idsFor(server, "cus_1")).toEqual(["plist_all", "plist_one", "plist_two"]);
    expect(await idsFor(server, "cus_2")).toEqual(["plist_all"]);
    await removeGroup(server, "cusgroup_1");
    // A price list whose groups are all deleted applies to no customer, not to all.
    expect(await idsFor(server, "cus_1")).toEqual(["plist_all"]);
  });

  it("are empty for a deleted customer, and not empty after a restore", async () => {
    await givenPriceLists(server, [{ id: "plist_1", customerGroupIds: ["cusgroup_1"] }]);
    const ofDeleted = `{ customers(deleted: ONLY) { nodes { priceLists { totalCount nodes { id } } } } }`;
    await removeCustomer(server, "cus_1");
    expect((await server.ask(ofDeleted)).data).toEqual({
      customers: { nodes: [{ priceLists: { totalCount: 0, nodes: [] } }] },
    });
    await restore(server, "cus_1");
    expect(await idsFor(server, "cus_1")).toEqual(["plist_1"]);
  });

  it("have pages by cursor and by offset", async () => {
    const ids = idsOf("plist", 5);
    await givenPriceLists(
      server,
      ids.map((id) => ({ id })),
    );
    const page = async (args: object) =>
      (await server.run(priceListsOfCustomer, { id: "cus_1", ...args })).customer?.priceLists;
    const first = await page({ first: 2 });
    expect(first).toMatchObject({
      totalCount: 5,
      nodes: [{ id: ids[0] }, { id: ids[1] }],
      pageInfo: { hasNextPage: true },
    });
    const after = first?.pageInfo.endCursor ?? null;
    expect((await page({ first: 2, after }))?.nodes).toEqual([{ id: ids[2] }, { id: ids[3] }]);
    expect((await page({ offset: 4 }))?.nodes).toEqual([{ id: ids[4] }]);
    expect(await refusalOf(server, priceListsOfCustomer, { id: "cus_1", first: 251 })).toMatch("first must be");
    expect(await refusalOf(server, priceListsOfCustomer, { id: "cus_1", after: "x" })).toMatch(
      "after must be a cursor",
    );
  });

  it.each([1, 50])(
    "take one statement each for lists, counts, prices and another page under %i customers",
    async (count) => {
      const ids = idsOf("cus", count);
      await givenCustomers(
        server,
        ids.map((id) => ({ id })),
      );
      await givenMembers(server, { cusgroup_2: ids });
      await givenPriceLists(server, [
        { id: "plist_1", customerGroupIds: ["cusgroup_1"] },
        { id: "plist_2", customerGroupIds: ["cusgroup_2"], prices: [{ ...price, amount: "1.00" }] },
        { id: "plist_3", prices: [{ ...price, amount: "2.00" }] },
      ]);
      const run = () => server.run(underManyCustomers, { at: "2026-01-01T00:00:00Z" });
      const { result, statements } = await server.testDatabase.withStatements(run);
      expect(statements).toHaveLength(5);
      const third = { id: "plist_3", prices: { nodes: [{ amount: "2.00" }] } };
      const second = { id: "plist_2", prices: { nodes: [{ amount: "1.00" }] } };
      expect(result.customers.nodes[0]).toEqual({
        id: "cus_001",
        priceLists: { totalCount: 2, nodes: [second, third] },
        first: { nodes: [{ id: "plist_2" }] },
      });
    },
  );
});
