import { createHash } from "node:crypto";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Pool, PoolClient } from "pg";
import { migrate } from "../../src/database/migrations/migrate.js";
import { migrationsFolder, readMigrationNames } from "../../src/database/migrations/migration-files.js";
import { createServerPool } from "../../src/database/server/server-pool.js";
import { describeOnServer, openTestDatabase, type TestDatabase } from "../support/database.js";
import { temporaryFolders } from "../support/temporary-folder.js";

const temporaryFolder = temporaryFolders();

const newMigration = "29990101000000_new";

let testDatabase: TestDatabase;
let original: string;
beforeAll(async () => {
  testDatabase = await openTestDatabase();
  [original = ""] = await readMigrationNames();
});
afterEach(async () => {
  await pool().query("DROP TABLE IF EXISTS made_by_test");
  await pool().query("DELETE FROM _prisma_migrations WHERE migration_name >= '2999'");
});
afterAll(() => testDatabase.close());

const pool = () => testDatabase.database.pool;

/** A copy of the migrations of this build, with one more if its SQL is given. */
async function copyMigrations(newSql?: string): Promise<string> {
  const folder = await temporaryFolder();
  await cp(migrationsFolder, folder, { recursive: true });
  if (newSql !== undefined) {
    await mkdir(path.join(folder, newMigration));
    await writeFile(path.join(folder, newMigration, "migration.sql"), newSql);
  }
  return folder;
}

async function record(name: string): Promise<unknown[]> {
  const { rows } = await pool().query("SELECT * FROM _prisma_migrations WHERE migration_name = $1", [name]);
  return rows;
}

test("a migrated database has one record of each migration, with the checksum of its file", async () => {
  const sql = await readFile(path.join(migrationsFolder, original, "migration.sql"));
  expect(await record(original)).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      checksum: createHash("sha256").update(sql).digest("hex"),
      migration_name: original,
      started_at: expect.any(Date),
      finished_at: expect.any(Date),
      rolled_back_at: null,
      logs: null,
      applied_steps_count: 1,
    },
  ]);
});

test("nothing is applied twice", async () => {
  expect(await migrate(pool())).toEqual([]);
});

test("only new migrations are applied, and reported", async () => {
  const folder = await copyMigrations("CREATE TABLE made_by_test (id text); INSERT INTO made_by_test VALUES ('a;b');");
  const progress: string[] = [];
  expect(await migrate(pool(), { folder, onProgress: (message) => progress.push(message) })).toEqual([newMigration]);
  expect(progress).toEqual([`Applying migration ${newMigration}.`]);
  expect((await pool().query("SELECT id FROM made_by_test")).rows).toEqual([{ id: "a;b" }]);
  expect(await migrate(pool(), { folder })).toEqual([]);
});

test("a failed migration leaves no changes and no record, and can be fixed", async () => {
  const failing = await copyMigrations("CREATE TABLE made_by_test (id text); SELECT 1 / 0;");
  await expect(migrate(pool(), { folder: failing })).rejects.toThrow(
    `Migration ${newMigration} failed and was rolled back: division by zero`,
  );
  expect(await record(newMigration)).toEqual([]);
  const fixed = await copyMigrations("CREATE TABLE made_by_test (id text);");
  expect(await migrate(pool(), { folder: fixed })).toEqual([newMigration]);
});

test("a migration that was edited after it was applied is rejected by name", async () => {
  await migrate(pool(), { folder: await copyMigrations("CREATE TABLE made_by_test (id text);") });
  const edited = await copyMigrations("CREATE TABLE made_by_test (id integer);");
  await expect(migrate(pool(), { folder: edited })).rejects.toThrow(`Migration ${newMigration} was edited after`);
});

test("line endings changed by git do not count as an edit", async () => {
  await migrate(pool(), { folder: await copyMigrations("CREATE TABLE made_by_test (id text);\n") });
  expect(await migrate(pool(), { folder: await copyMigrations("CREATE TABLE made_by_test (id text);\r\n") })).toEqual(
    [],
  );
});

test("a database migrated by a newer build is rejected", async () => {
  await migrate(pool(), { folder: await copyMigrations("CREATE TABLE made_by_test (id text);") });
  await expect(migrate(pool())).rejects.toThrow(
    `The database has migration ${newMigration}, which this build does not know`,
  );
});

test("a migration that `prisma migrate` began and did not finish is rejected, with instructions", async () => {
  const folder = await copyMigrations("CREATE TABLE made_by_test (id text);");
  await pool().query("INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'x', $1)", [
    newMigration,
  ]);
  await expect(migrate(pool(), { folder })).rejects.toThrow(`npx prisma migrate resolve --applied ${newMigration}`);

  await pool().query("UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = $1", [newMigration]);
  expect(await migrate(pool(), { folder })).toEqual([newMigration]);
});

describeOnServer("with many servers that start at once", () => {
  test("one process applies the migration, the others wait and find nothing to apply", async () => {
    const folder = await copyMigrations("SELECT pg_sleep(0.2); CREATE TABLE made_by_test (id text);");
    const pools = Array.from({ length: 5 }, () => createServerPool(testDatabase.url ?? "", { poolSize: 1 }));
    const applied = await Promise.all(pools.map((each) => migrate(each, { folder })));
    await Promise.all(pools.map((each) => each.end()));
    expect(applied.flat()).toEqual([newMigration]);
    expect(await record(newMigration)).toHaveLength(1);
  });

  test("no state is left in a session, because a pooler may use another one for each transaction", async () => {
    const sessions = createServerPool(testDatabase.url ?? "", { poolSize: 2 });
    const clients = [await sessions.connect(), await sessions.connect()] as const;
    let [current, other]: readonly PoolClient[] = clients;
    let isInTransaction = false;
    const query = (...args: unknown[]) => {
      if (!isInTransaction) [current, other] = [other, current];
      if (args[0] === "BEGIN") isInTransaction = true;
      if (args[0] === "COMMIT") isInTransaction = false;
      return Reflect.apply(current?.query as () => unknown, current, args);
    };
    const client = { query, release: () => {}, connectionParameters: {} };
    const folder = await copyMigrations("CREATE TABLE made_by_test (id text)");
    const pool = { connect: async () => client, options: {} } as unknown as Pool;
    expect(await migrate(pool, { folder })).toEqual([newMigration]);
    for (const session of clients) {
      const { rows } = await session.query(
        `SELECT current_setting('statement_timeout') AS timeout, count(*)::integer AS locks
         FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory'`,
      );
      expect(rows).toEqual([{ timeout: "15s", locks: 0 }]);
      session.release();
    }
    await sessions.end();
  });
});
