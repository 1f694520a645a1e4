import type { Pool } from "pg";
import { readableChange } from "./change.list.js";
import type { ReadableChange } from "./change.type.js";

/**
 * How far changes were read. What is new is told by two snapshots of the database: a change is new when its transaction is
 * over in the one and was not in the other. So nothing is lost or read twice, in whatever order transactions commit, and
 * no change waits for a long transaction.
 */
export interface ChangePosition {
  /** The snapshot in which everything was read. */
  readonly since: string;
  /** The snapshot that is being read, and the last sequence that was; undefined between two of them. */
  readonly until?: string | undefined;
  readonly sequence?: string | undefined;
}

const pageSize = 500;

/** A snapshot of the database: which transactions are over. */
export async function currentSnapshot(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ snapshot: string }>("SELECT pg_current_snapshot()::text AS snapshot");
  return rows[0]?.snapshot ?? "";
}

const text = `
  SELECT ${readableChange.sql}, h.sequence::text FROM change h
  WHERE h.transaction_id >= pg_snapshot_xmin($1::pg_snapshot) AND NOT pg_visible_in_snapshot(h.transaction_id, $1::pg_snapshot)
    AND pg_visible_in_snapshot(h.transaction_id, $2::pg_snapshot) AND h.sequence > $3::bigint
  ORDER BY h.sequence LIMIT ${pageSize}`;

/** The next changes, in their order, and how far they go. When `seen.until` is undefined, there are no more for now. */
export async function readChangesAfter(
  pool: Pool,
  { since, until, sequence = "0" }: ChangePosition,
): Promise<{ changes: ReadableChange[]; position: ChangePosition }> {
  const snapshotEnd = until ?? (await currentSnapshot(pool));
  const { rows } = await pool.query<ReadableChange & { sequence: string }>(text, [since, snapshotEnd, sequence]);
  const changes = rows.map(({ sequence: _, ...change }) => change);
  if (rows.length < pageSize) return { changes, position: { since: snapshotEnd } };
  return { changes, position: { since, until: snapshotEnd, sequence: rows.at(-1)?.sequence } };
}
