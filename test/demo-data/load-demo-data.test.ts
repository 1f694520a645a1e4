import { demoPeriodBefore } from "../../src/demo-data/demo-period.js";
import type { DemoDataProgress } from "../../src/demo-data/load-demo-data.js";
import { DatabaseNotEmptyError, loadDemoData } from "../../src/demo-data/load-demo-data.js";
import { openTestDatabase, type TestDatabase } from "../support/database.js";
import { givenParameters } from "./demo-parameters.js";

let test: TestDatabase;

beforeAll(async () => {
  test = await openTestDatabase();
});
beforeEach(() => test.reset());
afterAll(() => test.close());

async function countRows() {
  const { prisma } = test.database;
  return {
    customers: await prisma.customer.count(),
    addresses: await prisma.address.count(),
    orders: await prisma.order.count(),
    groups: await prisma.customerGroup.count(),
    priceLists: await prisma.priceList.count(),
    regions: await prisma.region.count(),
    memberships: await prisma.customerGroupMember.count(),
  };
}

const tables = [
  "customer",
  "customer_address",
  "customer_group",
  "customer_group_member",
  "customer_order",
  "price_list",
  "price_list_price",
  "region",
  "region_country",
];

/** Returns a hash of the rows of each table. Without dates, values that look like a timestamp are left out. */
async function fingerprint({ withDates = true } = {}): Promise<string[]> {
  const isDate = withDates ? "false" : "value LIKE '____-__-__T%'";
  const row = `(SELECT jsonb_object_agg(key, value) FILTER (WHERE NOT ${isDate})::text FROM jsonb_each_text(to_jsonb(t)))`;
  const queries = tables.map((table) =>
    test.database.pool.query<{ hash: string }>(
      `SELECT md5(string_agg(${row}, '|' ORDER BY ${row})) AS hash FROM ${table} t`,
    ),
  );
  return (await Promise.all(queries)).map(({ rows }) => String(rows[0]?.hash));
}

const day = 86_400_000;

async function latestTimeOf(table: string): Promise<number> {
  const { rows } = await test.database.pool.query<{ latest: Date }>(
    `SELECT greatest(max(created_at), max(updated_at)) AS latest FROM ${table}`,
  );
  return rows[0]?.latest.getTime() ?? Number.NaN;
}

const nothing = { customers: 0, addresses: 0, orders: 0, groups: 0, priceLists: 0, regions: 0, memberships: 0 };

describe("loadDemoData", () => {
  it("loads customers, two addresses and three memberships each, half of the customers in the largest group", async () => {
    const counts = await loadDemoData(test.database.pool, givenParameters(1000));
    expect(counts).toEqual({
      customers: 1000,
      addresses: 2000,
      orders: 1500,
      groups: 12,
      priceLists: 5,
      regions: 7,
      memberships: 3000,
    });
    expect(await countRows()).toEqual(counts);
    const largest = await test.database.prisma.customerGroup.findFirst({
      where: { name: "Newsletter" },
      select: { _count: { select: { members: true } } },
    });
    expect(largest?._count.members).toBe(500);
  });

  it("stores every generated value unchanged", async () => {
    await loadDemoData(test.database.pool, givenParameters(100));
    const customer = await test.database.prisma.customer.findFirst({
      where: { version: 2, email: { not: null } },
      orderBy: { id: "asc" },
    });
    const { generateCustomers } = await import("../../src/demo-data/demo-customers.js");
    const made = [...generateCustomers(givenParameters(100))].find(({ id }) => id === customer?.id);
    const { addresses, ...row } = made ?? { addresses: [] };
    const unset = { createdBy: null, deletedAt: null, emailVerifiedAt: null, erasedAt: null, ordersClaimedBy: null };
    expect(customer).toEqual({ ...row, ...unset, externalIds: null, passwordVersion: 0 });
    const stored = await test.database.prisma.address.findMany({
      where: { customerId: customer?.id ?? "" },
      orderBy: { id: "asc" },
    });
    expect(stored).toEqual(addresses.map((address) => expect.objectContaining(address)));
    const { generateGroups } = await import("../../src/demo-data/demo-groups.js");
    const { generatePriceLists } = await import("../../src/demo-data/demo-price-lists.js");
    const priceLists = await test.database.prisma.priceList.findMany({ orderBy: { id: "asc" } });
    const groups = [...generateGroups(givenParameters(100))];
    expect(priceLists).toEqual(
      generatePriceLists(givenParameters(100), groups).map((priceList) => expect.objectContaining(priceList)),
    );
  });

  it("loads the rows that triggers write for others: prices, and countries of regions", async () => {
    await loadDemoData(test.database.pool, givenParameters(10));
    const { prisma } = test.database;
    for (const { prices, priceRows } of await prisma.priceList.findMany({
      include: { priceRows: { orderBy: { position: "asc" } } },
    })) {
      expect(priceRows.map(({ priceListId: _, position: __, ...price }) => price)).toEqual(prices);
    }
    for (const { countryCodes, countryRows } of await prisma.region.findMany({ include: { countryRows: true } })) {
      expect(countryRows.map(({ countryCode }) => countryCode).sort()).toEqual(countryCodes);
    }
  });

  it("loads the same rows for the same seed, and others for another seed", async () => {
    await loadDemoData(test.database.pool, givenParameters(200, 5));
    const first = await fingerprint();
    await loadDemoData(test.database.pool, { ...givenParameters(200, 5), replace: true });
    expect(await fingerprint()).toEqual(first);
    await loadDemoData(test.database.pool, { ...givenParameters(200, 6), replace: true });
    for (const [index, hash] of (await fingerprint()).entries()) expect(hash).not.toBe(first[index]);
  });

  it("loads the same rows with the dates of another period", async () => {
    await loadDemoData(test.database.pool, givenParameters(200));
    const first = await fingerprint({ withDates: false });
    const period = demoPeriodBefore(new Date("2031-07-08T12:34:56Z"));
    await loadDemoData(test.database.pool, { ...givenParameters(200), period, replace: true });
    expect(await fingerprint({ withDates: false })).toEqual(first);
    for (const table of ["customer", "customer_address", "customer_group", "customer_order", "price_list", "region"]) {
      const latest = await latestTimeOf(table);
      expect([table, latest >= period.start - 366 * day, latest < period.end]).toEqual([table, true, true]);
    }
    expect(await latestTimeOf("customer_order")).toBeGreaterThan(period.end - day);
  });

  it("numbers the orders by their dates", async () => {
    // More customers than one statement writes.
    await loadDemoData(test.database.pool, givenParameters(2500));
    const orders = await test.database.prisma.order.findMany({
      orderBy: [{ placedAt: "asc" }, { id: "asc" }],
      select: { displayId: true },
    });
    expect(orders.map(({ displayId }) => displayId)).toEqual(orders.map((_, index) => String(1001 + index)));
  });

  it("refuses a database with customers and does not change it", async () => {
    await test.database.prisma.customer.create({ data: { id: "cus_1", email: "somebody@example.com" } });
    await expect(loadDemoData(test.database.pool, givenParameters(10))).rejects.toThrow(DatabaseNotEmptyError);
    expect(await countRows()).toEqual({ ...nothing, customers: 1 });
  });

  it("refuses a database with groups", async () => {
    await test.database.prisma.customerGroup.create({ data: { id: "cusgroup_1", name: "VIP" } });
    await expect(loadDemoData(test.database.pool, givenParameters(10))).rejects.toThrow(DatabaseNotEmptyError);
  });

  it("refuses a database with price lists, or with orders without customer", async () => {
    const { priceList, order } = test.database.prisma;
    await priceList.create({ data: { id: "plist_1", title: "Sale", type: "SALE" } });
    await expect(loadDemoData(test.database.pool, givenParameters(10))).rejects.toThrow(DatabaseNotEmptyError);
    await priceList.deleteMany();
    const values = { status: "PENDING", currencyCode: "EUR", total: "1.00", placedAt: new Date() };
    await order.create({ data: { id: "order_1", ...values } });
    await expect(loadDemoData(test.database.pool, givenParameters(10))).rejects.toThrow(DatabaseNotEmptyError);
  });

  it("replaces existing data if requested", async () => {
    await test.database.prisma.customer.create({ data: { id: "cus_1", email: "somebody@example.com" } });
    await loadDemoData(test.database.pool, { ...givenParameters(10), replace: true });
    expect(await test.database.prisma.customer.findUnique({ where: { id: "cus_1" } })).toBeNull();
    expect(await countRows()).toMatchObject({ customers: 10, memberships: 30, priceLists: 5 });
  });

  it("writes nothing if it fails in the middle", async () => {
    const onProgress = ({ rows }: DemoDataProgress) => {
      if (rows === "memberships") throw new Error("stop");
    };
    await expect(loadDemoData(test.database.pool, { ...givenParameters(10), onProgress })).rejects.toThrow("stop");
    expect(await countRows()).toEqual(nothing);
  });

  it("writes rows in batches: the number of statements does not grow with the number of customers", async () => {
    const few = await test.withStatements(() => loadDemoData(test.database.pool, givenParameters(10)));
    const many = await test.withStatements(() =>
      loadDemoData(test.database.pool, { ...givenParameters(1000), replace: true }),
    );
    const inserts = (statements: string[]) => statements.filter((sql) => sql.startsWith("INSERT"));
    expect(inserts(few.statements)).toHaveLength(10);
    expect(inserts(many.statements)).toHaveLength(10);
  });

  it("reports its progress", async () => {
    const reports: DemoDataProgress[] = [];
    await loadDemoData(test.database.pool, {
      ...givenParameters(2500),
      onProgress: (progress) => reports.push(progress),
    });
    expect(reports).toEqual([
      { rows: "customers", done: 2000, total: 2500 },
      { rows: "customers", done: 2500, total: 2500 },
      { rows: "memberships", done: 7500, total: 7500 },
    ]);
  });
});
