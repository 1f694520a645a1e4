import { maintain } from "../../src/database/embedded/embedded-maintenance.js";
import { isServer, openTestDatabase, type TestDatabase } from "../support/database.js";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await openTestDatabase();
});
afterAll(() => testDatabase.close());

async function walSinceCheckpoint(): Promise<number> {
  const { rows } = await testDatabase.database.pool.query<{ bytes: number }>(
    "SELECT (pg_current_wal_lsn() - redo_lsn)::float8 AS bytes FROM pg_control_checkpoint()",
  );
  return rows[0]?.bytes ?? Number.NaN;
}

(isServer ? test.skip : test)("maintenance writes checkpoints and keeps the planner informed", async () => {
  const { pool } = testDatabase.database;
  await pool.query(
    "INSERT INTO customer (id, first_name, last_name) SELECT 'c' || i, md5(i::text), md5('x' || i) FROM generate_series(1, 25000) i",
  );
  const walBefore = await walSinceCheckpoint();

  await maintain(pool);

  expect(await walSinceCheckpoint()).toBeLessThan(walBefore / 2);
  const { rows } = await pool.query("SELECT reltuples FROM pg_class WHERE relname = 'customer'");
  expect(rows).toEqual([{ reltuples: 25000 }]);
});
