import { readFile } from "node:fs/promises";
import path from "node:path";
import { migrationsFolder, readMigrations } from "../../src/database/migrations/migration-files.js";
import { openTestDatabase, type TestDatabase } from "../support/database.js";
import { openSchemaEngine, schemaDrift } from "../support/schema-engine.js";

let testDatabase: TestDatabase;
let schema: string;
beforeAll(async () => {
  testDatabase = await openTestDatabase();
  schema = await readFile(path.join(migrationsFolder, "../schema.prisma"), "utf8");
});
afterAll(() => testDatabase.close());

test("schema.prisma matches the schema that the migrations create", async () => {
  expect(await schemaDrift(testDatabase.database.pool, schema)).toBeUndefined();
});

test("a field without a column is reported", async () => {
  const withNickname = schema.replace("lastName ", 'nickname String? @map("nick_name")\n  lastName ');
  expect(await schemaDrift(testDatabase.database.pool, withNickname)).toContain("nick_name");
});

test("an index missing in schema.prisma is reported", async () => {
  const withoutIndex = schema.replace("@@index([createdBy])", "");
  expect(await schemaDrift(testDatabase.database.pool, withoutIndex)).toContain("created_by");
});

test("Prisma's engine accepts the recorded history and finds nothing to apply", async () => {
  const engine = await openSchemaEngine(testDatabase.database.pool, schema);
  const migrations = await readMigrations();
  const history = await engine.diagnoseMigrationHistory({
    migrationsList: {
      baseDir: migrationsFolder,
      lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"' },
      shadowDbInitScript: "",
      migrationDirectories: migrations.map(({ name, sql }) => ({
        path: name,
        migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
      })),
    },
    optInToShadowDatabase: false,
    filters: { externalTables: [], externalEnums: [] },
  });
  engine.free();
  expect(history).toEqual({
    hasMigrationsTable: true,
    failedMigrationNames: [],
    editedMigrationNames: [],
    history: null,
  });
});
