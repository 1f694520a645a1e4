import { randomUUID } from "node:crypto";
import type { ClientBase, Pool, PoolClient } from "pg";
import { ConnectionError, explainStartError, targetOf } from "../errors/start-error.js";
import { disableQueryTimeout } from "../server/server-pool.js";
import { refuseForeignDatabase, requireUtf8 } from "./foreign-database.js";
import { type Migration, readMigrations } from "./migration-files.js";
import { checkHistory, type MigrationRecord } from "./migration-history.js";

// The lock key of `prisma migrate deploy`. The two never run at the same time.
const lockKey = 72707369;
const lockTimeout = "10min";
const noticeAfterMs = 1_000;

// The table definition of Prisma.
const createRecords = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  varchar(36) PRIMARY KEY NOT NULL,
    checksum            varchar(64) NOT NULL,
    finished_at         timestamptz,
    migration_name      varchar(255) NOT NULL,
    logs                text,
    rolled_back_at      timestamptz,
    started_at          timestamptz NOT NULL DEFAULT now(),
    applied_steps_count integer NOT NULL DEFAULT 0
  )`;

/** Options of a migration run. */
export interface MigrateOptions {
  /** The folder with the migrations. Default: the migrations of this build. */
  readonly folder?: string | undefined;
  readonly onProgress?: ((message: string) => void) | undefined;
}

/**
 * Applies the migrations that the database does not have, and returns their names. Migrations are recorded in the same way as
 * by `prisma migrate deploy`, so both can be used on the same database.
 *
 * Any number of processes may call this at the same time. One applies the migrations. The others wait and find nothing to
 * apply. A migration and its record are one transaction, so a failed migration changes nothing.
 *
 * @throws if the database cannot be used or belongs to another program, if its history does not match the migrations of this
 * build, or if a migration fails.
 */
export async function migrate(pool: Pool, options: MigrateOptions = {}): Promise<string[]> {
  const migrations = await readMigrations(options.folder);
  try {
    return await applyPending(pool, migrations, options.onProgress);
  } catch (error) {
    throw explainStartError(error, pool);
  }
}

async function applyPending(
  pool: Pool,
  migrations: Migration[],
  onProgress: MigrateOptions["onProgress"],
): Promise<string[]> {
  const client = await connect(pool, onProgress);
  const applied: string[] = [];
  try {
    disableQueryTimeout(client);
    for (;;) {
      const name = await applyNext(client, migrations, onProgress);
      if (name === undefined) return applied;
      applied.push(name);
    }
  } finally {
    // Closing the connection ends its transaction in any state.
    client.release(true);
  }
}

/**
 * Connects. After a second, it reports the address that it waits for, because a program other than PostgreSQL may never
 * answer.
 */
async function connect(pool: Pool, onProgress: MigrateOptions["onProgress"]): Promise<PoolClient> {
  const { connectionString } = pool.options;
  if (connectionString === undefined) return pool.connect();
  const { address } = targetOf(connectionString);
  const notice = setTimeout(() => onProgress?.(`Waiting for PostgreSQL at ${address} to answer.`), noticeAfterMs);
  try {
    return await pool.connect();
  } catch (error) {
    throw new ConnectionError("No connection could be made.", { cause: error });
  } finally {
    clearTimeout(notice);
  }
}

/**
 * Applies the first pending migration and returns its name. Everything is one transaction, including the lock, because a
 * connection pooler may use another session for the next transaction.
 */
async function applyNext(
  client: ClientBase,
  migrations: Migration[],
  onProgress: (message: string) => void = () => {},
): Promise<string | undefined> {
  await client.query("BEGIN");
  await client.query(`SET LOCAL statement_timeout = '${lockTimeout}'`);
  await client.query("SELECT pg_advisory_xact_lock($1)", [lockKey]);
  const [migration] = await pendingMigrations(client, migrations);
  if (migration !== undefined) {
    onProgress(`Applying migration ${migration.name}.`);
    await applyMigration(client, migration);
  }
  await client.query("COMMIT");
  return migration?.name;
}

async function pendingMigrations(client: ClientBase, migrations: Migration[]): Promise<Migration[]> {
  await client.query(createRecords);
  const { rows } = await client.query<MigrationRecord>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished, current_database() AS database
     FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  if (rows.length === 0) {
    await requireUtf8(client);
    await refuseForeignDatabase(client);
  }
  checkHistory(rows, migrations);
  const applied = new Set(rows.map((row) => row.name));
  return migrations.filter((migration) => !applied.has(migration.name));
}

async function applyMigration(client: ClientBase, { name, sql, checksum }: Migration): Promise<void> {
  const startedAt = new Date();
  try {
    await client.query("SET LOCAL statement_timeout = 0");
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, $4, $5, 1)`,
      [randomUUID(), checksum, name, startedAt, new Date()],
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Migration ${name} failed and was rolled back: ${reason}`, { cause: error });
  }
}
