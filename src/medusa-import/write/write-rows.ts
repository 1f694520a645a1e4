import type { ClientBase } from "pg";
import { differs, stagedValue, type TargetTable } from "../plan/target-tables.js";

/** The staged rows of a batch: from `from` to below `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

const inRange = "s.seq >= $1 AND s.seq < $2";

/**
 * Inserts the new rows of a batch. A row whose value another row has got since the plan is refused.
 */
export async function insertRows(client: ClientBase, target: TargetTable, { from, to }: Range): Promise<void> {
  const written = [...target.values, ...target.initial, "created_at", "updated_at"];
  await client.query(
    `WITH written AS (
       INSERT INTO ${target.table} (id, ${written.join(", ")})
       SELECT s.target_id, ${written.map((column) => stagedValue("s", column)).join(", ")} FROM ${target.staging} s
       WHERE ${inRange} AND s.outcome = 'created' AND ${target.requires ?? "true"} ORDER BY s.target_id
       ON CONFLICT DO NOTHING RETURNING id
     )
     UPDATE ${target.staging} s SET outcome = 'refused', problem = 'CONFLICT with a change during the import'
     WHERE ${inRange} AND s.outcome = 'created' AND NOT EXISTS (SELECT FROM written w WHERE w.id = s.target_id)`,
    [from, to],
  );
}

/** Updates the rows of a batch that still differ. `more` is an SQL condition on the row `t` and the staged row `s`. */
export async function updateRows(
  client: ClientBase,
  target: TargetTable,
  { from, to }: Range,
  { more = "true", values = {} }: { more?: string; values?: Readonly<Record<string, string>> } = {},
): Promise<void> {
  const assignments = target.values.map((column) => `${column} = ${values[column] ?? stagedValue("s", column)}`);
  if (target.assignments) assignments.push(target.assignments);
  if (target.hasVersion) assignments.push("version = t.version + 1");
  // The time of a change never goes back.
  assignments.push(
    "updated_at = CASE WHEN s.updated_at > t.updated_at THEN s.updated_at ELSE greatest(t.updated_at, now()) END",
  );
  await client.query(
    `UPDATE ${target.table} t SET ${assignments.join(", ")} FROM (
       SELECT s.* FROM ${target.staging} s JOIN ${target.table} x ON x.id = s.target_id
       WHERE ${inRange} AND s.outcome = 'updated' AND ${target.requires ?? "true"} ORDER BY x.id FOR NO KEY UPDATE OF x
     ) s WHERE t.id = s.target_id AND ${differs(target)} AND ${more}`,
    [from, to],
  );
}

/** Notes which rows come from Medusa, for the next run. */
export async function noteRows(client: ClientBase, { kind, staging }: TargetTable, { from, to }: Range): Promise<void> {
  await client.query(
    `INSERT INTO medusa_row (kind, medusa_id_hash, id)
     SELECT $3, s.medusa_hash, s.target_id FROM ${staging} s
     WHERE ${inRange} AND s.outcome IN ('created', 'updated', 'unchanged') AND NOT EXISTS (
       SELECT FROM medusa_row m WHERE m.kind = $3 AND m.medusa_id_hash = s.medusa_hash AND m.id = s.target_id)
     ON CONFLICT (kind, medusa_id_hash) DO UPDATE SET id = excluded.id`,
    [from, to, kind],
  );
}

/** Marks the rows of earlier runs that Medusa no longer has as deleted. */
export async function deleteVanished(client: ClientBase, { kind, table }: TargetTable): Promise<void> {
  await client.query(
    `UPDATE ${table} t SET deleted_at = now(), version = t.version + 1, updated_at = now()
     WHERE t.id IN (
       SELECT x.id FROM ${table} x JOIN medusa_vanished v ON v.id = x.id AND v.kind = $1
       WHERE x.deleted_at IS NULL ORDER BY x.id FOR NO KEY UPDATE OF x)`,
    [kind],
  );
}
