import { print } from "graphql";
import { loadDemoData } from "../../src/demo-data/load-demo-data.js";
import { defaultLimits } from "../../src/execution/limits/limits.js";
import { allAddressesPage } from "../address/address.operations.js";
import { givenParameters } from "../demo-data/demo-parameters.js";
import { changesPage } from "../history/history.operations.js";
import { describeOnServer } from "../support/database.js";
import { graphql } from "../support/generated/gql.js";
import type {
  AddressFilter,
  AddressSort,
  CustomerFilter,
  CustomerSort,
  OrderFilter,
  OrderSort,
} from "../support/generated/graphql.js";
import { startTestServer } from "../support/server.js";
import type { WatchedStatement } from "../support/statements.js";
import { customerGroupsPage, customersPage } from "./lists.operations.js";

const pageOfCustomers = graphql(`
  query PageOfCustomers($first: Int, $after: String, $last: Int, $before: String, $offset: Int, $sort: [CustomerSort!], $deleted: DeletedScope! = EXCLUDE) {
    customers(first: $first, after: $after, last: $last, before: $before, offset: $offset, sort: $sort, deleted: $deleted) {
      nodes {
        id
        version
      }
      pageInfo {
        ...PageInfoFields
      }
    }
  }
`);

const pageOfFilteredCustomers = graphql(`
  query PageOfFilteredCustomers($first: Int, $where: CustomerFilter, $sort: [CustomerSort!]) {
    customers(first: $first, where: $where, sort: $sort) {
      nodes {
        id
      }
    }
  }
`);

const pageOfMembers = graphql(`
  query PageOfMembers($first: Int, $after: String, $offset: Int) {
    customerGroups(first: 1) {
      nodes {
        customers(first: $first, after: $after, offset: $offset) {
          nodes {
            id
          }
          pageInfo {
            ...PageInfoFields
          }
        }
      }
    }
  }
`);

const pageOfGroupHistory = graphql(`
  query PageOfGroupHistory($first: Int, $after: String) {
    customerGroups(first: 1) {
      nodes {
        history(first: $first, after: $after) {
          nodes {
            id
          }
          pageInfo {
            ...PageInfoFields
          }
        }
      }
    }
  }
`);

/** A step of a plan, as EXPLAIN gives it. */
interface Step {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Heap Fetches"?: number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Rows Removed by Join Filter"?: number;
  readonly "Rows Removed by Index Recheck"?: number;
  readonly Plans?: readonly Step[];
}

const pageOfOrders = graphql(`
  query PageOfOrders(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $offset: Int
    $sort: [OrderSort!]
    $where: OrderFilter
  ) {
    orders(first: $first, after: $after, last: $last, before: $before, offset: $offset, sort: $sort, where: $where) {
      nodes {
        id
        currencyCode
      }
      pageInfo {
        ...PageInfoFields
      }
    }
  }
`);

const pageOfAddresses = graphql(`
  query PageOfAddresses(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $offset: Int
    $sort: [AddressSort!]
    $where: AddressFilter
  ) {
    addresses(first: $first, after: $after, last: $last, before: $before, offset: $offset, sort: $sort, where: $where) {
      nodes {
        id
        version
      }
      pageInfo {
        ...PageInfoFields
      }
    }
  }
`);

const bigTables = ["customer", "customer_address", "customer_group_member", "customer_order", "change"];

function stepsOf(step: Step): Step[] {
  return [step, ...(step.Plans ?? []).flatMap(stepsOf)];
}

/** The number of rows that a step read, including filtered ones. */
function rowsRead(step: Step): number {
  const removed =
    (step["Rows Removed by Filter"] ?? 0) +
    (step["Rows Removed by Join Filter"] ?? 0) +
    (step["Rows Removed by Index Recheck"] ?? 0);
  return (step["Actual Rows"] + removed) * step["Actual Loops"];
}

const size = 50;
const maxOffset = 10_000;

describeOnServer("with 100,000 customers and 300,000 memberships", () => {
  let server: Awaited<ReturnType<typeof startTestServer>>;

  beforeAll(async () => {
    // Some of these filters cost more than the default limit.
    server = await startTestServer({ limits: { ...defaultLimits, cost: 10_000_000 } });
    await loadDemoData(server.testDatabase.database.pool, givenParameters(100_000));
    await server.testDatabase.database.pool.query("VACUUM customer, customer_address, customer_order");
  }, 300_000);
  afterAll(() => server?.close());

  const run = async <Data, Variables>(
    document: Parameters<typeof print>[0] & { __apiType?: (variables: Variables) => Data },
    variables: Variables,
  ) => {
    const response = await fetch(`${server.url}/graphql`, {
      method: "POST",
      headers: { authorization: `Bearer ${server.adminKey}`, "content-type": "application/json" },
      body: JSON.stringify({ query: print(document), variables }),
    });
    const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
    expect(errors).toBeUndefined();
    return data;
  };

  /** The executed plans of the statements that `work` sends. */
  async function plansOf(work: () => Promise<unknown>): Promise<{ statement: WatchedStatement; steps: Step[] }[]> {
    const { sent } = await server.testDatabase.withStatements(work);
    const plans = [];
    for (const statement of sent) {
      const { rows } = await server.testDatabase.database.pool.query<{ "QUERY PLAN": [{ Plan: Step }] }>(
        `EXPLAIN (ANALYZE, FORMAT JSON) ${statement.sql}`,
        [...statement.parameters],
      );
      const plan = rows[0]?.["QUERY PLAN"][0].Plan;
      plans.push({ statement, steps: plan ? stepsOf(plan) : [] });
    }
    return plans;
  }

  /** Expects that no large table is read completely, and no step reads more rows than `most`. */
  async function expectFewRows(most: number, work: () => Promise<unknown>): Promise<void> {
    const steps = (await plansOf(work)).flatMap(({ steps }) => steps);
    expect(steps.length).toBeGreaterThan(1);
    const scanned = steps.filter((step) => step["Node Type"] === "Seq Scan").map((step) => step["Relation Name"] ?? "");
    expect(scanned.filter((table) => bigTables.includes(table))).toEqual([]);
    const ofBigTables = steps.filter(
      (step) => step["Relation Name"] === undefined || bigTables.includes(step["Relation Name"]),
    );
    expect(Math.max(...ofBigTables.map(rowsRead))).toBeLessThanOrEqual(most);
  }

  /** Expects that the rows before an offset are read in an index, and only the rows of the page in the table. */
  async function expectSkippedInIndex(work: () => Promise<unknown>): Promise<void> {
    const reads = (await plansOf(work))
      .flatMap(({ steps }) => steps)
      .filter((step) => step["Relation Name"] !== undefined && rowsRead(step) > 2 * size);
    const kinds = reads.map((step) => ({ node: step["Node Type"], rowsOfTable: step["Heap Fetches"] }));
    expect(kinds).toEqual([{ node: "Index Only Scan", rowsOfTable: 0 }]);
    expect(Math.max(...reads.map(rowsRead))).toBeLessThanOrEqual(1.2 * maxOffset);
  }

  /** Expects the same rows of the page after a far offset as of a page that starts before it. */
  async function expectSameRows(
    readIds: (page: { first: number; offset: number }) => Promise<string[]>,
  ): Promise<void> {
    const ids = await readIds({ first: 250, offset: 300 });
    expect(await readIds({ first: 50, offset: 500 })).toEqual(ids.slice(200));
  }

  it("reads only the first page of a group of 50,000", async () => {
    await expectFewRows(30, () => run(pageOfMembers, { first: 10 }));
  });

  it("reads only a page deep in a group of 50,000", async () => {
    const { customerGroups } = await run(pageOfMembers, { first: 1, offset: 10_000 });
    const after = customerGroups.nodes[0]?.customers.pageInfo.endCursor ?? null;
    expect(after).not.toBeNull();
    await expectFewRows(30, () => run(pageOfMembers, { first: 10, after }));
  });

  it("reads only the requested page of the history of a group with 50,000 joins", async () => {
    // Demo data has no history. Newer changes are about another group.
    await server.testDatabase.database.pool.query(
      `INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, fields)
       SELECT n, change_id(now(), n), now(), 'MEMBER_ADDED', 'CUSTOMER', customer_id, 'SYSTEM', 'system',
         jsonb_build_array(jsonb_build_object('name', 'group_id', 'after', group_id))
       FROM (
         SELECT nextval('change_sequence') AS n, m.*
         FROM customer_group_member m JOIN (SELECT id FROM customer_group ORDER BY id LIMIT 2) g ON g.id = m.group_id
         ORDER BY g.id, m.customer_id
       ) AS m`,
    );
    await server.testDatabase.database.pool.query("ANALYZE change");
    const { customerGroups } = await run(pageOfGroupHistory, { first: 250 });
    const { nodes, pageInfo } = customerGroups.nodes[0]?.history ?? {};
    expect(nodes).toHaveLength(250);
    await expectFewRows(30, () => run(pageOfGroupHistory, { first: 10 }));
    await expectFewRows(30, () => run(pageOfGroupHistory, { first: 10, after: pageInfo?.endCursor ?? null }));
  });

  describe("changes", () => {
    /** The first and the last customer and group by id. */
    const ids = async (table: string) => {
      const { rows } = await server.testDatabase.database.pool.query<{ id: string }>(
        `(SELECT id FROM ${table} ORDER BY id LIMIT 1) UNION ALL (SELECT id FROM ${table} ORDER BY id DESC LIMIT 1)`,
      );
      return rows.map(({ id }) => id);
    };

    beforeAll(async () => {
      const [often, rarely] = await ids("customer");
      const { pool } = server.testDatabase.database;
      const insert = (subjectType: string, customerId: string | undefined, count: number) =>
        pool.query(
          `INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, fields, customer_id)
           SELECT n, change_id(now(), n), now(), 'UPDATED', $1,
             CASE $1 WHEN 'CUSTOMER' THEN $2 ELSE (SELECT min(id) FROM customer_address WHERE customer_id = $2) END,
             'SYSTEM', 'system', '[]', CASE $1 WHEN 'ADDRESS' THEN $2 END
           FROM (SELECT nextval('change_sequence') AS n FROM generate_series(1, $3)) AS numbers`,
          [subjectType, customerId, count],
        );
      await insert("CUSTOMER", rarely, 1);
      await insert("ADDRESS", rarely, 1);
      await insert("CUSTOMER", often, 30_000);
      await insert("ADDRESS", often, 30_000);
      await pool.query("VACUUM ANALYZE change");
    });

    it.each(["customer", "customer_group"])(
      "of one %s are read page by page through an index, few or many of them",
      async (table) => {
        const [often = "", rarely = ""] = await ids(table);
        const of = (id: string) => (table === "customer" ? { customerId: id } : { customerGroupId: id });
        // There are 200 rows before the cursor. PostgreSQL may read and sort all of them.
        const most = 200;
        for (const direction of ["ASC", "DESC"] as const) {
          const where = of(often);
          const { edges } = (await run(changesPage, { where, direction, first: 250 })).changes;
          expect(edges).toHaveLength(250);
          const cursor = edges[200]?.cursor ?? null;
          await expectFewRows(most, () => run(changesPage, { where, direction, first: size }));
          await expectFewRows(most, () => run(changesPage, { where, direction, first: size, after: cursor }));
          await expectFewRows(most, () => run(changesPage, { where, direction, last: size }));
          await expectFewRows(most, () => run(changesPage, { where, direction, last: size, before: cursor }));
          await expectFewRows(10, () => run(changesPage, { where: of(rarely), direction, first: size }));
          await expectFewRows(10, () => run(changesPage, { where: of("unknown"), direction, first: size }));
        }
      },
    );

    it.each([
      { actorId: "system" },
      { actorId: "unknown" },
      { subjectId: "unknown" },
      { at: { lt: "2020-01-01T00:00:00Z" } },
      { at: { gte: "2100-01-01T00:00:00Z" } },
    ])("are read through an index by actor, subject and time: %j", async (where) => {
      for (const direction of ["ASC", "DESC"] as const) {
        await expectFewRows(2 * size, () => run(changesPage, { where, direction, first: size }));
      }
    });
  });

  // Rows with the same name are read together if the direction is against that of their index.
  const orders: [CustomerSort[], number][] = [
    [[], 2 * size],
    [[{ field: "ID", direction: "DESC" }], 2 * size],
    [[{ field: "LAST_NAME", direction: "ASC" }], 2 * size],
    [[{ field: "LAST_NAME", direction: "DESC" }], 1000],
    [[{ field: "COMPANY_NAME", direction: "ASC" }], 2 * size],
    [[{ field: "COMPANY_NAME", direction: "DESC" }], 2 * size],
    [[{ field: "EMAIL", direction: "DESC" }], 2 * size],
    [[{ field: "CREATED_AT", direction: "DESC" }], 2 * size],
    [[{ field: "UPDATED_AT", direction: "ASC" }], 2 * size],
    [[{ field: "PHONE", direction: "ASC" }], 2 * size],
    [[{ field: "PHONE", direction: "DESC" }], 2 * size],
  ];

  describe.each(orders)("sorted by %j", (sort, most) => {
    it("reads at most two pages of rows, at any position and in both directions", async () => {
      const far = await run(pageOfCustomers, { sort, first: 1, offset: 10_000 });
      const cursor = far.customers.pageInfo.endCursor ?? null;
      expect(cursor).not.toBeNull();
      const near = (await run(pageOfCustomers, { sort, first: 5 })).customers.pageInfo.endCursor ?? null;
      await expectFewRows(most, () => run(pageOfCustomers, { sort, first: size }));
      await expectFewRows(most, () => run(pageOfCustomers, { sort, last: size }));
      await expectFewRows(most, () => run(pageOfCustomers, { sort, first: size, after: cursor }));
      await expectFewRows(most, () => run(pageOfCustomers, { sort, last: size, before: cursor }));
      await expectFewRows(most, () => run(pageOfCustomers, { sort, first: size, after: near }));
    });

    it("skips the rows before an offset in an index", async () => {
      await expectSkippedInIndex(() => run(pageOfCustomers, { sort, first: size, offset: maxOffset }));
      await expectSameRows(async (page) =>
        (await run(pageOfCustomers, { ...page, sort })).customers.nodes.map(({ id }) => id),
      );
    });
  });

  const orderSorts: [OrderSort[], number][] = [
    [[], 2 * size],
    [[{ field: "ID", direction: "DESC" }], 2 * size],
    [[{ field: "PLACED_AT", direction: "ASC" }], 2 * size],
    [[{ field: "DISPLAY_ID", direction: "ASC" }], 2 * size],
    [[{ field: "DISPLAY_ID", direction: "DESC" }], 2 * size],
  ];

  describe.each(orderSorts)("orders sorted by %j", (sort, most) => {
    it("reads at most two pages of rows, at any position and in both directions", async () => {
      const far = await run(pageOfOrders, { sort, first: 1, offset: 10_000 });
      const cursor = far.orders.pageInfo.endCursor ?? null;
      expect(cursor).not.toBeNull();
      await expectFewRows(most, () => run(pageOfOrders, { sort, first: size }));
      await expectFewRows(most, () => run(pageOfOrders, { sort, last: size }));
      await expectFewRows(most, () => run(pageOfOrders, { sort, first: size, after: cursor }));
      await expectFewRows(most, () => run(pageOfOrders, { sort, last: size, before: cursor }));
    });

    it("skips the rows before an offset in an index", async () => {
      await expectSkippedInIndex(() => run(pageOfOrders, { sort, first: size, offset: maxOffset }));
      await expectSameRows(async (page) =>
        (await run(pageOfOrders, { ...page, sort })).orders.nodes.map(({ id }) => id),
      );
    });
  });

  // Many addresses have the same city, and many more the same country. Against the direction of the index, they are read together.
  const addressSorts: [AddressSort[], number][] = [
    [[], 2 * size],
    [[{ field: "CITY", direction: "ASC" }], 2 * size],
    [[{ field: "CITY", direction: "DESC" }], 20_000],
    [[{ field: "POSTAL_CODE", direction: "ASC" }], 2 * size],
    [[{ field: "COUNTRY_CODE", direction: "ASC" }], 2 * size],
    [[{ field: "CREATED_AT", direction: "DESC" }], 2 * size],
    [[{ field: "UPDATED_AT", direction: "ASC" }], 2 * size],
  ];

  describe.each(addressSorts)("addresses sorted by %j", (sort, most) => {
    it("reads at most two pages of rows, at any position and in both directions", async () => {
      const far = await run(pageOfAddresses, { sort, first: 1, offset: 10_000 });
      const cursor = far.addresses.pageInfo.endCursor ?? null;
      expect(cursor).not.toBeNull();
      await expectFewRows(most, () => run(pageOfAddresses, { sort, first: size }));
      await expectFewRows(most, () => run(pageOfAddresses, { sort, first: size, after: cursor }));
      await expectFewRows(most, () => run(pageOfAddresses, { sort, last: size, before: cursor }));
    });

    it("skips the rows before an offset in an index", async () => {
      await expectSkippedInIndex(() => run(pageOfAddresses, { sort, first: size, offset: maxOffset }));
      await expectSameRows(async (page) =>
        (await run(pageOfAddresses, { ...page, sort })).addresses.nodes.map(({ id }) => id),
      );
    });
  });

  it.each<AddressFilter>([
    { city: { eq: "Zqzq" } },
    { city: { contains: "zqzq" } },
    { postalCode: { in: ["zq1", "zq2"] } },
    { countryCode: { eq: "aq" } },
    { or: [{ city: { eq: "Zqzq" } }, { postalCode: { eq: "zq1" } }] },
  ])("finds and counts addresses through an index: %j", async (where) => {
    await expectFewRows(10, () => run(allAddressesPage, { where }));
  });

  it("finds and counts addresses by a word through the index", async () => {
    await expectFewRows(10, () => run(allAddressesPage, { search: "zqzqzq" }));
  });

  it.each<OrderFilter>([
    { status: "REQUIRES_ACTION" },
    { email: { eq: "nobody@example.com" } },
    { displayId: { eq: "2001" } },
    { displayId: { in: ["2001", "2002"] }, status: "COMPLETED" },
    { customerId: { eq: "cus_unknown" } },
    { placedAt: { lt: "1999-01-01T00:00:00Z" } },
    { or: [{ displayId: { eq: "2001" } }, { email: { eq: "nobody@example.com" } }] },
  ])("finds orders through an index: %j", async (where) => {
    await expectFewRows(2 * size, () => run(pageOfOrders, { where, first: size }));
  });

  it("finds and counts two words through the index", async () => {
    const { rows } = await server.testDatabase.database.pool.query<{ first: string; last: string }>(
      `SELECT first_name AS first, last_name AS last FROM customer
       WHERE first_name IS NOT NULL AND last_name IS NOT NULL AND deleted_at IS NULL ORDER BY id LIMIT 1`,
    );
    const search = `${rows[0]?.last} ${rows[0]?.first}`;
    const page = await run(customersPage, { search, deleted: "EXCLUDE" as const });
    expect(page.customers.totalCount).toBeGreaterThan(0);
    await expectFewRows(5000, () => run(customersPage, { search, deleted: "EXCLUDE" as const }));
  });

  const contains = (text: string) => ({ contains: text });
  const filters: [string, CustomerFilter][] = [
    [
      "an email, ids and a part of an email",
      { or: [{ email: { eq: "x" } }, { id: { in: ["cus_1"] } }, { email: contains("zqzq") }] },
    ],
    ["parts of eight emails", { or: Array.from({ length: 8 }, (_, n) => ({ email: contains(`zq${n}zq`) })) }],
    [
      "parts of a city and of an email",
      { or: [{ addresses: { some: { city: contains("zqzq") } } }, { email: contains("zqzq") }] },
    ],
    [
      "members of groups that have a customer",
      { or: [{ groups: { some: { customers: { some: { email: contains("zqzq") } } } } }, { email: { eq: "x" } }] },
    ],
    [
      "orders by display id and by email",
      {
        or: [
          { orders: { some: { displayId: { eq: "1500" } } } },
          { orders: { some: { email: { eq: "zqzq@example.com" } } } },
          { email: { eq: "x" } },
        ],
      },
    ],
    [
      "an order and no address",
      { or: [{ orders: { some: { id: { eq: "order_x" } }, none: { status: "CANCELED" } } }, { email: { eq: "x" } }] },
    ],
    ["metadata", { metadata: [{ path: ["zqzq"], equals: "zqzq" }] }],
    ["a name", { or: [{ lastName: { eq: "Zqzq" } }, { firstName: { in: ["Zqzq"] } }] }],
  ];

  it.each(filters)("finds and counts through indexes inside or: %s", async (_what, where) => {
    await expectFewRows(10, () => run(customersPage, { where, deleted: "EXCLUDE" as const }));
  });

  // No index finds a company.
  const unknownCompany = { addresses: { some: { company: { eq: "unknown" } } } };
  const newest: CustomerSort[] = [{ field: "CREATED_AT", direction: "DESC" }];
  const rareMatches: [string, () => Promise<unknown>][] = [
    [
      "groups by companies",
      () => run(customerGroupsPage, { first: 20, where: { customers: { some: unknownCompany } } }),
    ],
    [
      // The search texts of all customers contain it, as a part of their emails.
      "groups by names",
      () =>
        run(customerGroupsPage, { first: 20, where: { customers: { some: { firstName: { contains: "example" } } } } }),
    ],
    [
      "customers by companies",
      () => run(customersPage, { first: 20, where: unknownCompany, sort: newest, deleted: "EXCLUDE" as const }),
    ],
    [
      "customers by companies of members of their groups",
      () => {
        const where = { groups: { some: { customers: { some: unknownCompany } } } };
        return run(customersPage, { first: 20, where, sort: newest, deleted: "EXCLUDE" as const });
      },
    ],
  ];

  it.each(rareMatches)("reads at most a few more rows for a page than for its count: %s", async (_what, work) => {
    const plans = await plansOf(work);
    const rowsOf = (isCount: boolean) =>
      plans
        .filter(({ statement }) => statement.sql.startsWith("SELECT (SELECT count(*)") === isCount)
        .flatMap(({ steps }) => steps.map(rowsRead))
        .reduce((sum, rows) => sum + rows, 0);
    const [count, page] = [rowsOf(true), rowsOf(false)];
    expect(count).toBeGreaterThan(100_000);
    expect(page).toBeLessThanOrEqual(1.5 * count + 10_000);
  });

  const cityContains = { addresses: { some: { city: { contains: "unknown" } } } };
  const anotherCity = { addresses: { some: { city: { ne: "unknown" } } } };
  it.each<[string, CustomerFilter]>([
    ["no row matches", { groups: { some: { customers: { some: cityContains } } } }],
    ["nearly all rows match", anotherCity],
  ])("reads few rows for a page if %s", async (_what, where) => {
    const plans = await plansOf(() => run(pageOfFilteredCustomers, { first: 20, where, sort: newest }));
    // The plan of the rest of a filled page is not executed, and reads no rows.
    const read = plans.flatMap(({ steps }) => steps.map(rowsRead));
    expect(read.length).toBeGreaterThan(1);
    expect(Math.max(...read)).toBeLessThanOrEqual(10_000);
  });

  // This is the last group of tests, because it deletes customers.
  describe("with 20,000 deleted customers", () => {
    // Nulls come last ascending and first descending, so the pages go through deleted and other customers.
    it.each(["ASC", "DESC"] as const)("reads at most two pages of rows, sorted by deletion %s", async (direction) => {
      await server.testDatabase.database.pool.query(
        `UPDATE customer SET deleted_at = created_at + interval '1 year'
         WHERE id IN (SELECT id FROM customer ORDER BY id LIMIT 20000)`,
      );
      await server.testDatabase.database.pool.query("VACUUM ANALYZE customer");
      const args = { sort: [{ field: "DELETED_AT" as const, direction }], deleted: "INCLUDE" as const };
      const far =
        (await run(pageOfCustomers, { ...args, first: 1, offset: 10_000 })).customers.pageInfo.endCursor ?? null;
      expect(far).not.toBeNull();
      await expectFewRows(2 * size, () => run(pageOfCustomers, { ...args, first: size }));
      await expectFewRows(2 * size, () => run(pageOfCustomers, { ...args, last: size }));
      await expectFewRows(2 * size, () => run(pageOfCustomers, { ...args, first: size, after: far }));
      await expectFewRows(2 * size, () => run(pageOfCustomers, { ...args, last: size, before: far }));
    });
  });
});
