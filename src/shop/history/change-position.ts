import type { Pool } from "pg";
import { readableChange } from "./change.list.js";
import type { ReadableChange } from "./change.type.js";

/**
 * The position up to which changes were read. Two snapshots of the database define the new changes: the transaction of a
 * new change is finished in the later snapshot and not in the earlier one. So no change is lost or read twice, whatever the
 * order of the commits, and no change waits for a long transaction.
 */
export interface ChangePosition {
  /** The earlier snapshot: all of its changes were read. */
  readonly since: string;
  /** The later snapshot, and the last sequence that was read of it. Undefined if no snapshot is partly read. */
  readonly until?: string | undefined;
  readonly sequence?: string | undefined;
}

const pageSize = 500;

/** Reads a snapshot of the database, which tells finished transactions from running ones. */
export async function currentSnapshot(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ snapshot: string }>("SELECT pg_current_snapshot()::text AS snapshot");
  return rows[0]?.snapshot ?? "";
}

const text = `
  SELECT ${readableChange.sql}, h.sequence::text FROM change h
  WHERE h.transaction_id >= pg_snapshot_xmin($1::pg_snapshot) AND NOT pg_visible_in_snapshot(h.transaction_id, $1::pg_snapshot)
    AND pg_visible_in_snapshot(h.transaction_id, $2::pg_snapshot) AND h.sequence > $3::bigint
  ORDER BY h.sequence LIMIT ${pageSize}`;

/** Reads the next changes in their order, and the position after them. If its `until` is undefined, there are no more. */
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
