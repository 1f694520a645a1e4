import { Prisma } from "../../src/database/generated/client.js";
import { openSnapshot } from "../../src/database/snapshots/open-snapshot.js";
import { openTestDatabase, type TestDatabase } from "../support/database.js";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await openTestDatabase();
});
beforeEach(() => testDatabase.reset());
afterAll(() => testDatabase.close());

const ids = (count: number) => Array.from({ length: count }, (_, n) => `cus_${String(n).padStart(3, "0")}`);

async function givenCustomers(customerIds: readonly string[]): Promise<void> {
  const data = customerIds.map((id) => ({ id, firstName: id }));
  await testDatabase.database.prisma.customer.createMany({ data });
}

const open = (prefix = "cus_") => {
  const matching = Prisma.sql`FROM customer c WHERE starts_with(c.id, ${prefix})`;
  return openSnapshot<{ total: number }>(testDatabase.database, {
    summary: Prisma.sql`SELECT count(*)::integer AS total ${matching}`,
    rows: Prisma.sql`SELECT c.id, c.first_name AS "row" ${matching}`,
  });
};

describe("a snapshot", () => {
  it("has the rows of one moment, in the order of their ids, in batches of any size", async () => {
    await givenCustomers(ids(25).reverse());
    await givenCustomers(["customer_1"]);
    const snapshot = await open();
    const found = await snapshot.next(10);
    await givenCustomers(["cus_0015", "cus_1"]);
    await testDatabase.database.prisma.customer.deleteMany({ where: { id: { in: ["cus_012", "cus_013"] } } });
    await testDatabase.database.prisma.customer.updateMany({ data: { firstName: "changed" } });
    found.push(...(await snapshot.next(3)), ...(await snapshot.next(100)));
    expect(found).toEqual(ids(25));
    expect(await snapshot.next(1)).toEqual([]);
    expect(snapshot.summary).toEqual({ total: 25 });
    await snapshot.close();
  });

  it("leaves the connections of the pool to others, and leaves nothing behind", async () => {
    await givenCustomers(ids(3));
    const { pool } = testDatabase.database;
    const snapshots = [await open(), await open()];
    expect(await Promise.all(snapshots.map((snapshot) => snapshot.next(1)))).toEqual([["cus_000"], ["cus_000"]]);
    for (const snapshot of snapshots) await snapshot.close();
    const { rows } = await pool.query("SELECT relname FROM pg_class WHERE relname LIKE 'snapshot%'");
    expect(rows).toEqual([]);
    const { rows: sessions } = await pool.query(
      "SELECT state FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'",
    );
    expect(sessions).toEqual([]);
  });

  it("fails with the error of its statement, and leaves nothing behind", async () => {
    const query = {
      summary: Prisma.sql`SELECT 1 AS total`,
      rows: Prisma.sql`SELECT 'a' AS id, (1 / 0)::text AS "row"`,
    };
    const read = async () => {
      const snapshot = await openSnapshot(testDatabase.database, query);
      await snapshot.next(1).finally(() => snapshot.close());
    };
    await expect(read()).rejects.toMatchObject({ code: "22012" });
    expect((await testDatabase.database.pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  });
});
