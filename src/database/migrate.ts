import { randomUUID } from "node:crypto";
import type { ClientBase, Pool } from "pg";
import { type Migration, readMigrations } from "./migration-files.js";
import { checkHistory, type MigrationRecord } from "./migration-history.js";
import { liftTimeLimits } from "./server-pool.js";

// The key that `prisma migrate deploy` locks: neither runs while the other does.
const LOCK_KEY = 72707369;
const LOCK_TIMEOUT = "10min";

// As Prisma creates it.
const CREATE_RECORDS = `
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

/** What to apply, and whom to tell. */
export interface MigrateOptions {
  /** Default: the migrations of this build. */
  readonly folder?: string | undefined;
  readonly onProgress?: ((message: string) => void) | undefined;
}

/**
 * Applies the migrations which the database does not have yet, and gives their names. They are recorded as
 * `prisma migrate deploy` records them, so both can be used on the same database.
 *
 * Any number of processes may call this at once: one works, the others wait and find nothing left to do. A migration
 * and its record are one transaction, so a migration that fails leaves nothing behind.
 *
 * @throws when the history of the database does not fit the migrations of this build, and when a migration fails.
 */
export async function migrate(pool: Pool, options: MigrateOptions = {}): Promise<string[]> {
  const migrations = await readMigrations(options.folder);
  const client = await pool.connect();
  try {
    await liftTimeLimits(client);
    await client.query(`SET statement_timeout = '${LOCK_TIMEOUT}'`);
    await client.query("SELECT pg_advisory_lock($1)", [LOCK_KEY]);
    const pending = await pendingMigrations(client, migrations);
    for (const migration of pending) {
      options.onProgress?.(`Applying migration ${migration.name}.`);
      await applyMigration(client, migration);
    }
    await client.query("SELECT pg_advisory_unlock($1)", [LOCK_KEY]);
    client.release(true);
    return pending.map((migration) => migration.name);
  } catch (error) {
    // Closing the connection gives back the lock, whatever state it is in.
    client.release(true);
    throw error;
  }
}

async function pendingMigrations(client: ClientBase, migrations: Migration[]): Promise<Migration[]> {
  await client.query(CREATE_RECORDS);
  const { rows } = await client.query<MigrationRecord>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  checkHistory(rows, migrations);
  const applied = new Set(rows.map((row) => row.name));
  return migrations.filter((migration) => !applied.has(migration.name));
}

async function applyMigration(client: ClientBase, { name, sql, checksum }: Migration): Promise<void> {
  const startedAt = new Date();
  try {
    await client.query("BEGIN");
    await client.query("SET LOCAL statement_timeout = 0");
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, $4, $5, 1)`,
      [randomUUID(), checksum, name, startedAt, new Date()],
    );
    await client.query("COMMIT");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Migration ${name} failed and was rolled back: ${reason}`, { cause: error });
  }
}
