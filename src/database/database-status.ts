import { setTimeout } from "node:timers/promises";
import type { Pool } from "pg";
import { isDatabaseUnavailable, isMissingTable } from "./errors/errors.js";
import { readMigrationNames } from "./migrations/migration-files.js";

/**
 * `busy`: no answer in time, although nothing says that the database is away. `read-only`: a standby, or a server with
 * `default_transaction_read_only`.
 */
export type DatabaseStatus = "ready" | "busy" | "unavailable" | "not-migrated" | "read-only";

const ANSWER_WITHIN_MS = 2_000;

/**
 * Asks the database whether it answers, takes writes and has all migrations of this build; those of a newer build don't
 * matter, or an upgrade of one server at a time would take the old ones out of service. One small query, at most two seconds.
 */
export async function databaseStatus(pool: Pool): Promise<DatabaseStatus> {
  const timeout = new AbortController();
  const tooLate = setTimeout(ANSWER_WITHIN_MS, "busy" as const, { signal: timeout.signal, ref: false });
  try {
    return await Promise.race([askDatabase(pool), tooLate.catch(() => "busy" as const)]);
  } finally {
    timeout.abort();
  }
}

async function askDatabase(pool: Pool): Promise<DatabaseStatus> {
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
