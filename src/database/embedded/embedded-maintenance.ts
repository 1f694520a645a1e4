import type { Pool } from "pg";
import { isDatabaseUnavailable } from "../errors/errors.js";

const intervalMs = 10_000;
const walLimitBytes = 64 * 1024 * 1024;

/**
 * Runs the regular jobs of PostgreSQL's background processes, which the embedded database does not have. Checkpoints limit
 * the size of the write-ahead log and so the time of recovery after a crash. VACUUM ANALYZE of changed tables gives the
 * planner their sizes.
 *
 * @param onFailure is called if a run fails. The next run tries again.
 * @returns a function that stops the jobs.
 */
export function startMaintenance(pool: Pool, onFailure: (error: unknown) => void): () => void {
  const timer = setInterval(() => {
    maintain(pool).catch((error) => {
      // The pool is busy or closing. The next run tries again.
      if (!isDatabaseUnavailable(error)) onFailure(error);
    });
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Runs the jobs that are due. */
export async function maintain(pool: Pool): Promise<void> {
  const { rows: checkpoints } = await pool.query<{ due: boolean }>(
    "SELECT pg_current_wal_lsn() - redo_lsn > $1 AS due FROM pg_control_checkpoint()",
    [walLimitBytes],
  );
  if (checkpoints[0]?.due) await pool.query("CHECKPOINT");
  // The same thresholds as autovacuum.
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, relname) AS name FROM pg_stat_user_tables
     WHERE n_mod_since_analyze > 50 + 0.1 * n_live_tup OR n_dead_tup > 50 + 0.2 * n_live_tup`,
  );
  for (const { name } of tables) await pool.query(`VACUUM (ANALYZE) ${name}`);
}
