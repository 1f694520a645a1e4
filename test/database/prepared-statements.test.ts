import { createReader } from "../../src/database/fast-reads/reader.js";
import { Prisma } from "../../src/database/generated/client.js";
import { openTestDatabase, type TestDatabase } from "../support/database.js";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await openTestDatabase();
});
afterAll(() => testDatabase.close());

const keptPrepared = { keepPrepared: true };
const page = (size: number) => Prisma.sql`SELECT id FROM customer ORDER BY id LIMIT ${Prisma.raw(String(size))}`;
const common = Prisma.sql`SELECT id, email FROM customer ORDER BY id LIMIT 50`;

test("a connection keeps frequently used statements, and at most 200, after a thousand different page sizes", async () => {
  const { pool } = testDatabase.database;
  const reader = createReader(pool);
  const prepared = async () => {
    const { rows } = await pool.query<{ statement: string; prepare_time: Date }>(
      "SELECT statement, prepare_time FROM pg_prepared_statements",
    );
    return rows;
  };
  // One by one, so that all use the same idle connection of the pool.
  for (let use = 1; use <= 3; use += 1) await reader.read(common, keptPrepared);
  const [before] = (await prepared()).filter(({ statement }) => statement === common.text);
  expect(before).toBeDefined();

  for (let size = 1; size <= 1_000; size += 1) {
    for (let use = 1; use <= 3; use += 1) await reader.read(page(size), keptPrepared);
    if (size % 50 === 0) await reader.read(common, keptPrepared);
  }
  const after = await prepared();
  expect(after).toContainEqual(before);
  expect(after).toHaveLength(200);
  expect(after.map(({ statement }) => statement)).toContain(page(1_000).text);
});
