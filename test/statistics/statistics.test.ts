import { defaultLimits } from "../../src/execution/limits/limits.js";
import { givenAddress } from "../address/address.steps.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer, remove, update } from "../customer/customer.steps.js";
import { givenGroup, removeGroup } from "../customer-group/customer-group.steps.js";
import { costOf } from "../limits/costs.js";
import { refusalOf } from "../support/bad-input.js";
import type { ReadStatisticsQueryVariables } from "../support/generated/graphql.js";
import { givenAddresses, givenCustomers, givenGroups, givenMembers, idsOf } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";
import { readStatistics } from "./statistics.operations.js";

describe("the statistics of customers", () => {
  const server = useTestServer();
  const read = async (variables: ReadStatisticsQueryVariables = {}) =>
    (await server.run(readStatistics, variables)).customerStatistics;

  const shipsTo = (customerId: string, countryCode: string) =>
    givenAddress(server, customerId, { countryCode, isDefaultShipping: true });

  it("count customers who are not deleted, and those who can log in", async () => {
    await givenCustomer(server, { email: "a@example.com", password: "long enough" });
    await givenCustomer(server);
    const { id } = await givenCustomer(server, { email: "b@example.com", password: "long enough" });
    expect(await read()).toMatchObject({ total: 3, registered: 2 });
    await remove(server, id);
    expect(await read()).toMatchObject({ total: 2, registered: 1 });
  });

  it("are zero in a shop without customers", async () => {
    const { created, ...figures } = await read();
    expect(figures).toEqual({ total: 0, registered: 0, byCountry: [], byGroup: [] });
    expect(created.map(({ count }) => count)).toEqual(Array(12).fill(0));
  });

  describe("by country", () => {
    it("count default shipping addresses, most first, and customers without one under null", async () => {
      const ids = [];
      for (const code of ["de", "it", "it", "at", null, null, null]) {
        const { id } = await givenCustomer(server);
        ids.push(id);
        if (code) await shipsTo(id, code);
      }
      // Neither a billing address nor another address counts.
      await givenAddress(server, ids[4] ?? "", { countryCode: "fr", isDefaultBilling: true });
      await givenAddress(server, ids[0] ?? "", { countryCode: "fr" });
      const none = { country: null, count: 3 };
      const [at, de] = ["at", "de"].map((iso2) => ({ country: { iso2 }, count: 1 }));
      const italy = { country: { iso2: "it" }, count: 2 };
      expect((await read()).byCountry).toEqual([none, italy, at, de]);
      expect((await read({ first: 2 })).byCountry).toEqual([none, italy]);
      expect((await read({ first: 0 })).byCountry).toEqual([]);
      expect((await read({ where: { id: { in: ids.slice(0, 5) } } })).byCountry).toEqual([
        italy,
        { country: null, count: 1 },
        at,
        de,
      ]);
      await remove(server, ids[1] ?? "");
      expect((await read()).byCountry).toEqual([none, at, de, { ...italy, count: 1 }]);
    });

    it("count an address without a country, or with an unknown one, under null", async () => {
      const ids = idsOf("cus", 3);
      await givenCustomers(
        server,
        ids.map((id) => ({ id })),
      );
      const addresses = ids.map((customerId, index) => ({
        id: `cuaddr_${index}`,
        customerId,
        isDefaultShipping: true,
      }));
      await givenAddresses(
        server,
        addresses.map((address, index) => ({ ...address, countryCode: [null, "zz", "it"][index] ?? null })),
      );
      const expected = [
        { country: null, count: 2 },
        { country: { iso2: "it" }, count: 1 },
      ];
      expect((await read()).byCountry).toEqual(expected);
      expect((await read({ where: {} })).byCountry).toEqual(expected);
    });
  });

  describe("by group", () => {
    it("count members who are not deleted, of groups that are not deleted, most first", async () => {
      const ids = [];
      for (let count = 0; count < 4; count += 1) ids.push((await givenCustomer(server)).id);
      const gone = await givenGroup(server, "Gone", ids);
      const retail = await givenGroup(server, "Retail", ids.slice(0, 2));
      const wholesale = await givenGroup(server, "Wholesale", ids.slice(0, 3));
      await givenGroup(server, "Empty");
      await removeGroup(server, gone.id);
      const inShort = async (variables?: ReadStatisticsQueryVariables) =>
        (await read(variables)).byGroup.map(({ customerGroup, count }) => [customerGroup.id, count]);
      expect(await inShort()).toEqual([
        [wholesale.id, 3],
        [retail.id, 2],
      ]);
      expect(await inShort({ first: 1 })).toEqual([[wholesale.id, 3]]);
      expect(await inShort({ where: { id: { in: [ids[0] ?? "", ids[2] ?? ""] } } })).toEqual([
        [wholesale.id, 2],
        [retail.id, 1],
      ]);
      await remove(server, ids[0] ?? "");
      expect(await inShort()).toEqual([
        [wholesale.id, 2],
        [retail.id, 1],
      ]);
      await remove(server, ids[1] ?? "");
      expect(await inShort()).toEqual([[wholesale.id, 1]]);
    });

    it("have at most 250 elements, the smaller id first of two with the same count", async () => {
      const [groups, [customer = ""]] = [idsOf("cusgroup", 260), idsOf("cus", 1)];
      await givenCustomers(server, [{ id: customer }]);
      await givenGroups(
        server,
        groups.map((id) => ({ id })),
      );
      await givenMembers(server, Object.fromEntries(groups.map((id) => [id, [customer]])));
      for (const where of [null, {}]) {
        const { byGroup } = await read({ first: 250, where });
        expect(byGroup.map(({ customerGroup }) => customerGroup.id)).toEqual(groups.slice(0, 250));
      }
    });
  });

  it("count only the customers that match the filter", async () => {
    const ada = await givenCustomer(server, { firstName: "Ada", email: "a@example.com", password: "long enough" });
    const eve = await givenCustomer(server, { firstName: "Eve" });
    await shipsTo(ada.id, "it");
    await shipsTo(eve.id, "de");
    const group = await givenGroup(server, "Wholesale", [ada.id, eve.id]);
    const { created, ...figures } = await read({ where: { firstName: { eq: "Ada" } } });
    expect(figures).toEqual({
      total: 1,
      registered: 1,
      byCountry: [{ country: { iso2: "it" }, count: 1 }],
      byGroup: [{ customerGroup: { id: group.id, name: "Wholesale" }, count: 1 }],
    });
    expect(created.reduce((sum, { count }) => sum + count, 0)).toBe(1);
    const both = { or: [{ firstName: { eq: "Ada" } }, { groups: { some: { id: { eq: group.id } } } }] };
    expect((await read({ where: both })).total).toBe(2);
    await update(server, ada.id, { firstName: "Grace" });
    expect((await read({ where: { firstName: { eq: "Ada" } } })).total).toBe(0);
  });

  it("take one statement, and one more for the groups", async () => {
    await givenGroup(server, "Wholesale", [(await givenCustomer(server)).id]);
    for (const where of [null, { firstName: { contains: "a" } }]) {
      const { statements } = await server.testDatabase.withStatements(() => read({ where }));
      expect(statements).toHaveLength(2);
    }
  });

  it("read only what is selected", async () => {
    const { statements } = await server.testDatabase.withStatements(() =>
      server.ask("{ customerStatistics { ...F } } fragment F on CustomerStatistics { total byCountry { count } }"),
    );
    expect(statements.join()).toMatch(/customer_address/);
    expect(statements.join()).not.toMatch(/customer_group_member|width_bucket/);
    for (const selection of ["created { count }", "byGroup { count }"]) {
      const { statements } = await server.testDatabase.withStatements(() =>
        server.ask(`{ customerStatistics { ${selection} } }`),
      );
      expect(statements).toHaveLength(1);
      expect(statements.join()).not.toContain("has_account");
    }
    const nothing = await server.testDatabase.withStatements(() => server.ask("{ customerStatistics { __typename } }"));
    expect(nothing.statements).toEqual([]);
  });

  it.each([
    ["an unknown time zone", { timeZone: "Europe/Rom" }, "timeZone must be the IANA name of a time zone"],
    ["an offset as time zone", { timeZone: "+02:00" }, "timeZone must be"],
    ["an empty time zone", { timeZone: "" }, "timeZone must be"],
    ["NUL in a time zone", { timeZone: "UTC\0" }, "timeZone must be"],
    ["from after to", { from: "2024-01-02T00:00:00Z", to: "2024-01-01T00:00:00Z" }, "from must not be after to"],
    ["from in a later interval than now", { from: "2999-01-01T00:00:00Z" }, "from must not be after to"],
    [
      "more than 1,000 intervals",
      { from: "2021-01-01T00:00:00Z", to: "2023-09-28T00:00:00.001Z", interval: "DAY" },
      "interval must give at most 1000 intervals",
    ],
    [
      "the longest period",
      { from: "0001-01-01T00:00:00Z", to: "9999-12-31T23:59:59.999Z", interval: "DAY" },
      "interval must give at most 1000 intervals",
    ],
    ["a period before the first year", { to: "0003-01-01T00:00:00Z", interval: "YEAR" }, "to must give intervals"],
    ["a negative number of elements", { first: -1 }, "first must be from 0 to 250"],
    ["more than 250 elements", { first: 251 }, "first must be from 0 to 250"],
    ["null in the filter", { where: { firstName: { contains: null } } }, "where.firstName.contains must not be null"],
  ] as const)("refuse %s", async (_, variables, message) => {
    expect(await refusalOf(server, readStatistics, variables as ReadStatisticsQueryVariables)).toContain(message);
  });

  it("accept 1,000 intervals, and the first and the last years", async () => {
    const days = { from: "2021-01-01T00:00:00Z", to: "2023-09-28T00:00:00Z", interval: "DAY" } as const;
    expect((await read(days)).created).toHaveLength(1_000);
    const first = { from: "0001-01-01T00:00:00Z", to: "0001-03-01T00:00:00Z" };
    expect((await read(first)).created.map(({ from }) => from)).toEqual([
      "0001-01-01T00:00:00.000Z",
      "0001-02-01T00:00:00.000Z",
    ]);
    const last = { from: "9999-12-01T00:00:00Z", to: "9999-12-31T23:59:59.999Z", timeZone: "Pacific/Kiritimati" };
    expect((await read(last)).created.map(({ from }) => from)).toEqual([
      "9999-11-30T10:00:00.000Z",
      "9999-12-31T10:00:00.000Z",
    ]);
  });

  it("require CUSTOMERS_READ, and for groups and filters by groups CUSTOMER_GROUPS_READ", async () => {
    const { secret } = await givenApiKey(server, ["CUSTOMERS_READ"]);
    const missing = async (query: string, credential = secret) =>
      (await server.as(credential).ask(query)).errors?.map(({ extensions }) => extensions?.missingScopes);
    expect(await missing("{ customerStatistics { total created { count } byCountry { count } } }")).toBeUndefined();
    expect(await missing("{ customerStatistics { byGroup { count } } }")).toEqual([["CUSTOMER_GROUPS_READ"]]);
    const byGroup = '{ customerStatistics(where: { groups: { some: { name: { eq: "VIP" } } } }) { total } }';
    expect(await missing(byGroup)).toEqual([["CUSTOMER_GROUPS_READ"]]);
    const other = (await givenApiKey(server, ["CUSTOMER_GROUPS_READ"])).secret;
    expect(await missing("{ customerStatistics { total } }", other)).toEqual([["CUSTOMERS_READ"]]);
  });

  it("cost as much as in a shop of a million customers, and fit in one operation", () => {
    const all = `total registered created { from count } byCountry { count country { iso2 } }
      byGroup { count customerGroup { id name } }`;
    expect(costOf(`{ customerStatistics { ${all} } }`)).toBeLessThan(defaultLimits.cost);
    const withFirst = (first: string) => costOf(`{ customerStatistics { byGroup${first} { customerGroup { id } } } }`);
    expect(withFirst("(first: 250)") - withFirst("")).toBe(240 * 2);
    const total = costOf("{ customerStatistics { total } }");
    expect(total).toBe(4_001);
    expect(costOf('{ customerStatistics(where: { firstName: { contains: "a" } }) { total } }')).toBe(total + 5_000);
  });
});
