import { setTimeout } from "node:timers/promises";
import type { Pool } from "pg";
import { isDatabaseUnavailable, isMissingTable } from "./errors/errors.js";
import { readMigrationNames } from "./migrations/migration-files.js";

/**
 * `busy`: no answer in time, without a sign that the database is unavailable. `read-only`: a standby, or a server with
 * `default_transaction_read_only`.
 */
export type DatabaseStatus = "ready" | "busy" | "unavailable" | "not-migrated" | "read-only";

const timeoutMs = 2_000;

/**
 * Checks that the database answers, accepts writes and has all migrations of this build. Migrations of a newer build are
 * ignored. Otherwise, upgrading one server at a time would make the old servers unhealthy. Runs one small query and takes at
 * most two seconds.
 */
export async function databaseStatus(pool: Pool): Promise<DatabaseStatus> {
  const timeout = new AbortController();
  const timedOut = setTimeout(timeoutMs, "busy" as const, { signal: timeout.signal, ref: false });
  try {
    return await Promise.race([queryStatus(pool), timedOut.catch(() => "busy" as const)]);
  } finally {
    timeout.abort();
  }
}

async function queryStatus(pool: Pool): Promise<DatabaseStatus> {
  try {
    const { rows } = await pool.query<{ name: string; isReadOnly: boolean }>(
      `SELECT migration_name AS name, current_setting('transaction_read_only') = 'on' AS "isReadOnly"
       FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
    );
    if (rows.some(({ isReadOnly }) => isReadOnly)) return "read-only";
    const applied = new Set(rows.map((row) => row.name));
    const names = await readMigrationNames();
    return names.every((name) => applied.has(name)) ? "ready" : "not-migrated";
  } catch (error) {
    if (isMissingTable(error)) return "not-migrated";
    if (isDatabaseUnavailable(error)) return "unavailable";
    throw error;
  }
}
