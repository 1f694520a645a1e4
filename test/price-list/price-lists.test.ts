import { defaultLimits } from "../../src/execution/limits/limits.js";
import { removeGroup } from "../customer-group/customer-group.steps.js";
import { refusalOf } from "../support/bad-input.js";
import { graphql } from "../support/generated/gql.js";
import type { PriceListFilter, PriceListSort } from "../support/generated/graphql.js";
import { givenGroups, idsOf } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";
import { groupsOfPriceList, priceListsOfGroup, priceListsPage } from "./price-list.operations.js";
import { givenPriceLists, remove } from "./price-list.steps.js";

const bothWays = graphql(`
  query PriceListsAndGroupsBothWays {
    customerGroups {
      nodes {
        priceLists {
          totalCount
          nodes {
            id
            customerGroups {
              nodes {
                id
              }
            }
          }
        }
      }
    }
  }
`);

const day = (number: number) => new Date(Date.UTC(2026, 0, number));

describe("price lists", () => {
  // Lists in lists, each with 50 rows by default.
  const server = useTestServer({ limits: { ...defaultLimits, cost: 1_000_000 } });
  const ids = (list: { nodes: { id: string }[] } | null | undefined) => list?.nodes.map(({ id }) => id);
  const page = async (variables: Parameters<typeof server.run<unknown, object>>[1] = {}) =>
    (await server.run(priceListsPage, variables)).priceLists;

  async function givenFour() {
    await givenGroups(server, [
      { id: "cusgroup_1", name: "Wholesale" },
      { id: "cusgroup_2", name: "Staff" },
    ]);
    await givenPriceLists(server, [
      {
        id: "plist_1",
        title: "Été",
        startsAt: day(2),
        createdAt: day(1),
        updatedAt: day(9),
        customerGroupIds: ["cusgroup_1"],
      },
      { id: "plist_2", title: "winter 100%", type: "OVERRIDE", endsAt: day(5), createdAt: day(2), updatedAt: day(8) },
      {
        id: "plist_3",
        title: "ete rouge",
        status: "DRAFT",
        startsAt: day(1),
        endsAt: day(4),
        createdAt: day(3),
        updatedAt: day(7),
        customerGroupIds: ["cusgroup_1", "cusgroup_2"],
      },
      { id: "plist_4", title: "Gone", deletedAt: day(6), createdAt: day(4), updatedAt: day(6) },
    ]);
  }

  it.each<[PriceListSort[], number[]]>([
    [[], [1, 2, 3]],
    [[{ field: "ID", direction: "DESC" }], [3, 2, 1]],
    [[{ field: "TITLE", direction: "ASC" }], [1, 3, 2]],
    [[{ field: "TITLE", direction: "DESC" }], [2, 3, 1]],
    [[{ field: "STARTS_AT", direction: "ASC" }], [3, 1, 2]],
    [[{ field: "STARTS_AT", direction: "DESC" }], [2, 1, 3]],
    [[{ field: "ENDS_AT", direction: "ASC" }], [3, 2, 1]],
    [[{ field: "ENDS_AT", direction: "DESC" }], [1, 2, 3]],
    [[{ field: "CREATED_AT", direction: "DESC" }], [3, 2, 1]],
    [[{ field: "UPDATED_AT", direction: "ASC" }], [3, 2, 1]],
  ])("are sorted by %j, also across pages", async (sort, order) => {
    await givenFour();
    const expected = order.map((number) => `plist_${number}`);
    expect(ids(await page({ sort }))).toEqual(expected);
    const walked: string[] = [];
    let after: string | null = null;
    for (let step = 0; step < 3; step += 1) {
      const { nodes, pageInfo }: Awaited<ReturnType<typeof page>> = await page({ sort, first: 1, after });
      walked.push(...nodes.map(({ id }) => id));
      after = pageInfo.endCursor ?? null;
      expect(pageInfo.hasNextPage).toBe(step < 2);
    }
    expect(walked).toEqual(expected);
    expect(ids(await page({ sort, last: 2 }))).toEqual(expected.slice(1));
  });

  it.each<[PriceListFilter, number[]]>([
    [{}, [1, 2, 3]],
    [{ id: { in: ["plist_3", "plist_4"] } }, [3]],
    [{ title: { contains: "ÉTÉ" } }, [1]],
    [{ title: { contains: "0%" } }, [2]],
    [{ type: "OVERRIDE" }, [2]],
    [{ status: "ACTIVE" }, [1, 2]],
    [{ not: { status: "ACTIVE" } }, [3]],
    [{ startsAt: { isNull: true } }, [2]],
    [{ startsAt: { lte: "2026-01-01T00:00:00Z" } }, [3]],
    [{ endsAt: { gt: "2026-01-04T00:00:00Z" } }, [2]],
    [{ createdAt: { eq: "2026-01-02T00:00:00Z" } }, [2]],
    [{ updatedAt: { lt: "2026-01-09T00:00:00Z" } }, [2, 3]],
    [{ customerGroups: { some: { name: { eq: "Staff" } } } }, [3]],
    [{ customerGroups: { some: {} } }, [1, 3]],
    [{ customerGroups: { none: {} } }, [2]],
    [{ customerGroups: { every: { id: { eq: "cusgroup_1" } } } }, [1, 2]],
    [{ or: [{ type: "OVERRIDE" }, { status: "DRAFT" }] }, [2, 3]],
    [{ and: [{ type: "SALE" }, { status: "DRAFT" }] }, [3]],
    [{ or: [] }, []],
  ])("match the filter %j", async (where, numbers) => {
    await givenFour();
    const found = await page({ where });
    expect(ids(found)).toEqual(numbers.map((number) => `plist_${number}`));
    expect(found.totalCount).toBe(numbers.length);
  });

  it.each([
    ["ete", [1, 3]],
    ["ROUGE été", [3]],
    ["100%", [2]],
    ["_", []],
    ["gone", []],
    [" ", [1, 2, 3]],
    ["WHOLE", [1, 3]],
    ["staff", [3]],
    ["rouge wholesale", [3]],
    ["staff wholesale", [3]],
    ["staff été winter", []],
    ["olesale\u200b", [1, 3]],
  ])("match the search %j if every word is in the title or in the name of a group", async (search, numbers) => {
    await givenFour();
    const found = await page({ search });
    expect(ids(found)).toEqual(numbers.map((number) => `plist_${number}`));
    expect(found.totalCount).toBe(numbers.length);
  });

  it("are not found by the name of a deleted group", async () => {
    await givenFour();
    await removeGroup(server, "cusgroup_1");
    expect(ids(await page({ search: "wholesale" }))).toEqual([]);
    expect(ids(await page({ search: "staff" }))).toEqual(["plist_3"]);
  });

  it("are found by the name of a group when they are deleted themselves", async () => {
    await givenFour();
    await remove(server, "plist_3");
    expect(ids(await page({ search: "staff", deleted: "ONLY" }))).toEqual(["plist_3"]);
    expect(ids(await page({ search: "staff" }))).toEqual([]);
  });

  it("are found by the name of a group page by page", async () => {
    await givenFour();
    const first = await page({ search: "wholesale", first: 1 });
    expect(first).toMatchObject({ totalCount: 2, nodes: [{ id: "plist_1" }], pageInfo: { hasNextPage: true } });
    const after = first.pageInfo.endCursor;
    expect(ids(await page({ search: "wholesale", first: 1, after }))).toEqual(["plist_3"]);
  });

  it("include deleted ones if requested", async () => {
    await givenFour();
    expect(ids(await page({ deleted: "ONLY" }))).toEqual(["plist_4"]);
    expect((await page({ deleted: "INCLUDE" })).totalCount).toBe(4);
  });

  it("refuse invalid arguments of lists", async () => {
    expect(await refusalOf(server, priceListsPage, { first: 1, last: 1 })).toMatch(
      "last must not be given together with first",
    );
    expect(await refusalOf(server, priceListsPage, { offset: 10_001 })).toMatch("offset must be");
    expect(await refusalOf(server, priceListsPage, { search: "a ".repeat(11) })).toMatch("at most 10 words");
    expect(await refusalOf(server, priceListsPage, { where: { and: Array(101).fill({}) } })).toMatch("100 conditions");
  });

  it("of a group are the live ones with the group in their condition; a deleted group has none", async () => {
    await givenFour();
    const ofGroup = async (args: object = {}) =>
      (await server.run(priceListsOfGroup, { id: "cusgroup_1", ...args })).customerGroup?.priceLists;
    expect(await ofGroup()).toEqual({ totalCount: 2, nodes: [{ id: "plist_1" }, { id: "plist_3" }] });
    expect(ids(await ofGroup({ where: { status: "DRAFT" } }))).toEqual(["plist_3"]);
    expect(ids(await ofGroup({ sort: [{ field: "TITLE", direction: "DESC" }] }))).toEqual(["plist_3", "plist_1"]);
    await remove(server, "plist_1");
    expect(ids(await ofGroup())).toEqual(["plist_3"]);
    await removeGroup(server, "cusgroup_1");
    const ofDeleted = "{ customerGroups(deleted: ONLY) { nodes { priceLists { totalCount nodes { id } } } } }";
    const none = { priceLists: { totalCount: 0, nodes: [] } };
    expect((await server.ask(ofDeleted)).data).toEqual({ customerGroups: { nodes: [none] } });
  });

  it("have the live groups of their condition, with every argument of a list of groups", async () => {
    await givenFour();
    const groupsOf = async (args: object = {}) =>
      (await server.run(groupsOfPriceList, { id: "plist_3", ...args })).priceList?.customerGroups;
    expect(await groupsOf()).toEqual({ totalCount: 2, nodes: [{ id: "cusgroup_1" }, { id: "cusgroup_2" }] });
    expect(ids(await groupsOf({ first: 1, offset: 1 }))).toEqual(["cusgroup_2"]);
    expect(ids(await groupsOf({ search: "whole" }))).toEqual(["cusgroup_1"]);
    expect(ids(await groupsOf({ where: { name: { eq: "Staff" } } }))).toEqual(["cusgroup_2"]);
    expect(ids(await groupsOf({ sort: [{ field: "NAME", direction: "ASC" }] }))).toEqual(["cusgroup_2", "cusgroup_1"]);
    await removeGroup(server, "cusgroup_1");
    expect(await groupsOf()).toEqual({ totalCount: 1, nodes: [{ id: "cusgroup_2" }] });
  });

  it.each([1, 40])("and groups take one statement for each level, %i of each", async (count) => {
    const groupIds = idsOf("cusgroup", count);
    const priceListIds = idsOf("plist", count);
    await givenGroups(
      server,
      groupIds.map((id) => ({ id })),
    );
    await givenPriceLists(
      server,
      priceListIds.map((id) => ({ id, customerGroupIds: groupIds })),
    );
    const { result, statements } = await server.testDatabase.withStatements(() => server.run(bothWays));
    // Groups, their price lists and the count of these, and under those the groups.
    expect(statements).toHaveLength(4);
    expect(result.customerGroups.nodes).toHaveLength(count);
    for (const { priceLists } of result.customerGroups.nodes) {
      expect(priceLists.totalCount).toBe(count);
      expect(priceLists.nodes[0]?.customerGroups.nodes).toEqual(groupIds.map((id) => ({ id })));
    }
  });
});
