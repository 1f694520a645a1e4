import { databaseStatus } from "../../src/database/database-status.js";
import { createServerPool } from "../../src/database/server/server-pool.js";
import { openTestDatabase, type TestDatabase } from "../support/database.js";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await openTestDatabase();
});
afterAll(() => testDatabase.close());

const pool = () => testDatabase.database.pool;

test("a migrated database is ready, also when a newer build has migrated it further", async () => {
  expect(await databaseStatus(pool())).toBe("ready");
  await pool().query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '2999_newer', now())`,
  );
  expect(await databaseStatus(pool())).toBe("ready");
});

test("a database that rejects writes is read-only", async () => {
  const client = await pool().connect();
  try {
    // The check uses the one idle connection.
    await client.query("SET default_transaction_read_only = on");
    client.release();
    expect(await databaseStatus(pool())).toBe("read-only");
  } finally {
    await pool().query("SET default_transaction_read_only = off");
  }
  expect(await databaseStatus(pool())).toBe("ready");
});

test("a database without all migrations of this build is not migrated", async () => {
  await pool().query("UPDATE _prisma_migrations SET finished_at = NULL");
  expect(await databaseStatus(pool())).toBe("not-migrated");
  await pool().query("DROP TABLE _prisma_migrations");
  expect(await databaseStatus(pool())).toBe("not-migrated");
});

test("a database that does not answer in time is busy", async () => {
  const clients = await Promise.all(Array.from({ length: pool().options.max }, () => pool().connect()));
  expect(await databaseStatus(pool())).toBe("busy");
  for (const client of clients) client.release();
});

test("a missing server is unavailable", async () => {
  const nowhere = createServerPool("postgres://nobody@127.0.0.1:1/nothing");
  expect(await databaseStatus(nowhere)).toBe("unavailable");
  await nowhere.end();
});
