import type { Pool } from "pg";
import { isDatabaseUnavailable } from "../errors/errors.js";

const INTERVAL_MS = 10_000;
const WAL_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Does from time to time what the background processes of a PostgreSQL server do, for the embedded one has none:
 * checkpoints, or the write-ahead log would grow for ever and take ever longer to replay after a crash; and VACUUM
 * ANALYZE of tables that have changed a lot, or the planner would know nothing of their sizes.
 *
 * @param onFailure told when it fails; it is tried again.
 * @returns stops it.
 */
export function startMaintenance(pool: Pool, onFailure: (error: unknown) => void): () => void {
  const timer = setInterval(() => {
    maintain(pool).catch((error) => {
      // A busy or closing pool: next time then.
      if (!isDatabaseUnavailable(error)) onFailure(error);
    });
  }, INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Does what is due now. */
export async function maintain(pool: Pool): Promise<void> {
  const { rows: checkpoints } = await pool.query<{ due: boolean }>(
    "SELECT pg_current_wal_lsn() - redo_lsn > $1 AS due FROM pg_control_checkpoint()",
    [WAL_LIMIT_BYTES],
  );
  if (checkpoints[0]?.due) await pool.query("CHECKPOINT");
  // The thresholds of autovacuum.
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, relname) AS name FROM pg_stat_user_tables
     WHERE n_mod_since_analyze > 50 + 0.1 * n_live_tup OR n_dead_tup > 50 + 0.2 * n_live_tup`,
  );
  for (const { name } of tables) await pool.query(`VACUUM (ANALYZE) ${name}`);
}
