import { print } from "graphql";
import { loadDemoData } from "../../src/demo-data/load-demo-data.js";
import { defaultLimits } from "../../src/execution/limits/limits.js";
import { givenParameters } from "../demo-data/demo-parameters.js";
import { describeOnServer } from "../support/database.js";
import type { CustomerFilter, CustomerSort, CustomersPageQuery } from "../support/generated/graphql.js";
import { startTestServer } from "../support/server.js";
import { customersPage } from "./lists.operations.js";

const inGroup = (condition: string) =>
  `EXISTS (SELECT FROM customer_group_member m JOIN customer_group g ON g.id = m.group_id
    WHERE m.customer_id = c.id AND g.deleted_at IS NULL AND ${condition})`;
const hasAddress = (condition: string) =>
  `EXISTS (SELECT FROM customer_address a WHERE a.customer_id = c.id AND a.deleted_at IS NULL AND ${condition})`;

/** Filters, and the same conditions as plain SQL that PostgreSQL checks for each row. */
const filters: [string, CustomerFilter, string][] = [
  ["a large group", { groups: { some: { name: { eq: "Newsletter" } } } }, inGroup("g.name = 'Newsletter'")],
  ["a small group", { groups: { some: { name: { eq: "VIP" } } } }, inGroup("g.name = 'VIP'")],
  [
    "no group of a name",
    { groups: { none: { name: { eq: "Newsletter" } } } },
    `NOT ${inGroup("g.name = 'Newsletter'")}`,
  ],
  ["no address", { addresses: { none: {} } }, `NOT ${hasAddress("true")}`],
  [
    "every address",
    { addresses: { every: { countryCode: { eq: "de" } } } },
    `NOT ${hasAddress("a.country_code IS DISTINCT FROM 'de'")}`,
  ],
  [
    "not, under or",
    { or: [{ not: { addresses: { some: {} } } }, { hasAccount: false, groups: { some: { name: { eq: "VIP" } } } }] },
    `(NOT ${hasAddress("true")} OR (NOT c.has_account AND ${inGroup("g.name = 'VIP'")}))`,
  ],
  [
    "groups of other customers",
    { groups: { some: { customers: { some: { email: { startsWith: "a" } } }, name: { startsWith: "P" } } } },
    inGroup(`g.name LIKE 'P%' AND EXISTS (SELECT FROM customer_group_member o JOIN customer d ON d.id = o.customer_id
      WHERE o.group_id = g.id AND d.deleted_at IS NULL AND d.email LIKE 'a%')`),
  ],
];
const sorts: [CustomerSort[], string][] = [
  [[], "c.id"],
  [[{ field: "CREATED_AT", direction: "DESC" }], "c.created_at DESC, c.id DESC"],
  [[{ field: "LAST_NAME", direction: "DESC" }], "fold_text(c.last_name) DESC, c.last_name DESC, c.id DESC"],
];
const cases = filters.flatMap(([name, where, condition]) =>
  sorts.map(([sort, order]) => [name, order, { where, sort, condition }] as const),
);

describeOnServer("a list with a filter on related rows", () => {
  let server: Awaited<ReturnType<typeof startTestServer>>;

  beforeAll(async () => {
    server = await startTestServer({ limits: { ...defaultLimits, cost: 10_000_000 } });
    // Pages check 1,000 rows in order first. Some of these filters need more.
    await loadDemoData(server.testDatabase.database.pool, givenParameters(2_500));
  }, 120_000);
  afterAll(() => server?.close());

  async function run(variables: object): Promise<CustomersPageQuery> {
    const response = await fetch(`${server.url}/graphql`, {
      method: "POST",
      headers: { authorization: `Bearer ${server.adminKey}`, "content-type": "application/json" },
      body: JSON.stringify({ query: print(customersPage), variables }),
    });
    const { data, errors } = (await response.json()) as { data: CustomersPageQuery; errors?: unknown };
    expect(errors).toBeUndefined();
    return data;
  }

  it.each(cases)("has the rows of the plain statement in both directions: %s, by %s", async (_name, order, filter) => {
    const { condition, ...args } = filter;
    const { rows } = await server.testDatabase.database.pool.query<{ id: string }>(
      `SELECT c.id FROM customer c WHERE c.deleted_at IS NULL AND ${condition} ORDER BY ${order}`,
    );
    const expected = rows.map(({ id }) => id);
    expect(expected.length).toBeGreaterThan(0);

    const page = async (variables: object) => (await run({ ...args, ...variables })).customers;
    const forward: string[] = [];
    for (let after: string | null = null; ; ) {
      const { nodes, pageInfo, totalCount }: CustomersPageQuery["customers"] = await page({ first: 100, after });
      expect(totalCount).toBe(expected.length);
      expect(pageInfo.hasPreviousPage).toBe(forward.length > 0);
      forward.push(...nodes.map(({ id }) => id));
      after = pageInfo.endCursor ?? null;
      if (!pageInfo.hasNextPage) break;
    }
    expect(forward).toEqual(expected);

    const last = await page({ last: 60 });
    expect(last.nodes.map(({ id }) => id)).toEqual(expected.slice(-60));
    const before = await page({ last: 60, before: last.pageInfo.startCursor });
    expect(before.nodes.map(({ id }) => id)).toEqual(expected.slice(-120, -60));
    const skipped = await page({ first: 20, offset: 30 });
    expect(skipped.nodes.map(({ id }) => id)).toEqual(expected.slice(30, 50));
  });
});
