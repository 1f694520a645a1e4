import type { DemoDataProgress } from "../../src/demo-data/load-demo-data.js";
import { DatabaseNotEmptyError, loadDemoData } from "../../src/demo-data/load-demo-data.js";
import { openTestDatabase, type TestDatabase } from "../support/database.js";

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

async function fingerprint(): Promise<string[]> {
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
  const queries = tables.map((table) =>
    test.database.pool.query<{ hash: string }>(
      `SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) AS hash FROM ${table} t`,
    ),
  );
  return (await Promise.all(queries)).map(({ rows }) => String(rows[0]?.hash));
}

const nothing = { customers: 0, addresses: 0, orders: 0, groups: 0, priceLists: 0, regions: 0, memberships: 0 };

describe("loadDemoData", () => {
  it("loads customers, two addresses and three memberships each, half of the customers in the largest group", async () => {
    const counts = await loadDemoData(test.database.pool, { customers: 1000 });
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
    await loadDemoData(test.database.pool, { customers: 100 });
    const customer = await test.database.prisma.customer.findFirst({
      where: { version: 2, email: { not: null } },
      orderBy: { id: "asc" },
    });
    const { generateCustomers } = await import("../../src/demo-data/demo-customers.js");
    const made = [...generateCustomers({ customers: 100, seed: 1 })].find(({ id }) => id === customer?.id);
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
    const groups = [...generateGroups({ customers: 100, seed: 1 })];
    expect(priceLists).toEqual(generatePriceLists(1, groups).map((priceList) => expect.objectContaining(priceList)));
  });

  it("loads the rows that triggers write for others: prices, and countries of regions", async () => {
    await loadDemoData(test.database.pool, { customers: 10 });
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
    await loadDemoData(test.database.pool, { customers: 200, seed: 5 });
    const first = await fingerprint();
    await loadDemoData(test.database.pool, { customers: 200, seed: 5, replace: true });
    expect(await fingerprint()).toEqual(first);
    await loadDemoData(test.database.pool, { customers: 200, seed: 6, replace: true });
    for (const [index, hash] of (await fingerprint()).entries()) expect(hash).not.toBe(first[index]);
  });

  it("refuses a database with customers and does not change it", async () => {
    await test.database.prisma.customer.create({ data: { id: "cus_1", email: "somebody@example.com" } });
    await expect(loadDemoData(test.database.pool, { customers: 10 })).rejects.toThrow(DatabaseNotEmptyError);
    expect(await countRows()).toEqual({ ...nothing, customers: 1 });
  });

  it("refuses a database with groups", async () => {
    await test.database.prisma.customerGroup.create({ data: { id: "cusgroup_1", name: "VIP" } });
    await expect(loadDemoData(test.database.pool, { customers: 10 })).rejects.toThrow(DatabaseNotEmptyError);
  });

  it("refuses a database with price lists, or with orders without customer", async () => {
    const { priceList, order } = test.database.prisma;
    await priceList.create({ data: { id: "plist_1", title: "Sale", type: "SALE" } });
    await expect(loadDemoData(test.database.pool, { customers: 10 })).rejects.toThrow(DatabaseNotEmptyError);
    await priceList.deleteMany();
    const values = { status: "PENDING", currencyCode: "EUR", total: "1.00", placedAt: new Date() };
    await order.create({ data: { id: "order_1", ...values } });
    await expect(loadDemoData(test.database.pool, { customers: 10 })).rejects.toThrow(DatabaseNotEmptyError);
  });

  it("replaces existing data if requested", async () => {
    await test.database.prisma.customer.create({ data: { id: "cus_1", email: "somebody@example.com" } });
    await loadDemoData(test.database.pool, { customers: 10, replace: true });
    expect(await test.database.prisma.customer.findUnique({ where: { id: "cus_1" } })).toBeNull();
    expect(await countRows()).toMatchObject({ customers: 10, memberships: 30, priceLists: 5 });
  });

  it("writes nothing if it fails in the middle", async () => {
    const onProgress = ({ rows }: DemoDataProgress) => {
      if (rows === "memberships") throw new Error("stop");
    };
    await expect(loadDemoData(test.database.pool, { customers: 10, onProgress })).rejects.toThrow("stop");
    expect(await countRows()).toEqual(nothing);
  });

  it("writes rows in batches: the number of statements does not grow with the number of customers", async () => {
    const few = await test.withStatements(() => loadDemoData(test.database.pool, { customers: 10 }));
    const many = await test.withStatements(() => loadDemoData(test.database.pool, { customers: 1000, replace: true }));
    const inserts = (statements: string[]) => statements.filter((sql) => sql.startsWith("INSERT"));
    expect(inserts(few.statements)).toHaveLength(9);
    expect(inserts(many.statements)).toHaveLength(9);
  });

  it("reports its progress", async () => {
    const reports: DemoDataProgress[] = [];
    await loadDemoData(test.database.pool, { customers: 2500, onProgress: (progress) => reports.push(progress) });
    expect(reports).toEqual([
      { rows: "customers", done: 2000, total: 2500 },
      { rows: "customers", done: 2500, total: 2500 },
      { rows: "memberships", done: 7500, total: 7500 },
    ]);
  });
});
