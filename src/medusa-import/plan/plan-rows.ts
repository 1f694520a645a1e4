import type { ClientBase } from "pg";
import { differs, type TargetTable } from "./target-tables.js";

/*
 * The plan says for each staged row which row of this server it is, and whether it is created, updated, unchanged or refused.
 * Nothing is written before the plan is complete, so a dry run has the same plan.
 */

/** Finds the row of each staged row: by its own id, by an earlier run, or by the external id `medusa`. Otherwise it gets its new id. */
export async function resolveIds(client: ClientBase, { kind, staging }: TargetTable): Promise<void> {
  const external = externalIds[kind];
  const join = external
    ? `LEFT JOIN ${external.table} e ON e.system = 'medusa' AND e.value = n.medusa_id AND e.is_live`
    : "";
  await client.query(
    `UPDATE ${staging} s SET target_id = CASE WHEN s.new_id IS NULL THEN s.medusa_id ELSE coalesce(f.found_id, s.new_id) END
     FROM (
       SELECT n.seq, coalesce(m.id${external ? `, e.${external.column}` : ""}) AS found_id FROM ${staging} n
       LEFT JOIN medusa_row m ON m.kind = $1 AND m.medusa_id_hash = n.medusa_hash ${join}
     ) f WHERE f.seq = s.seq`,
    [kind],
  );
  if (external) {
    await client.query(
      `UPDATE ${staging} SET external_ids = jsonb_build_array(jsonb_build_object('system', 'medusa', 'value', medusa_id))
       WHERE new_id IS NOT NULL AND char_length(medusa_id) <= 255 AND medusa_id <> ''`,
    );
  }
  await client.query(`CREATE INDEX ON ${staging} (target_id)`);
}

/** Where the external ids of objects are, one a row. */
const externalIds: Partial<Record<string, { table: string; column: string }>> = {
  Customer: { table: "customer_external_id", column: "customer_id" },
  CustomerGroup: { table: "customer_group_external_id", column: "group_id" },
};

/** A rule that a value is unique among the rows that are not deleted. */
interface UniqueValue {
  /** The SQL of the value of a row. Null values are not compared. */
  readonly key: (alias: string) => string;
  readonly code: string;
}

/**
 * Refuses staged rows whose value another row has. Of several rows of Medusa, the one that is here with the value comes in, or
 * else the oldest. A row here that Medusa does not change away keeps its value.
 */
export async function refuseDuplicates(
  client: ClientBase,
  { staging, table }: TargetTable,
  { key, code }: UniqueValue,
): Promise<void> {
  const isCandidate = (alias: string) =>
    `${alias}.problem IS NULL AND ${alias}.deleted_at IS NULL AND ${key(alias)} IS NOT NULL`;
  await client.query(
    `UPDATE ${staging} s SET problem = $1, existing_id = r.winner_id FROM (
       SELECT n.seq, first_value(n.target_id) OVER w AS winner_id, row_number() OVER w AS place FROM ${staging} n
       LEFT JOIN ${table} t ON t.id = n.target_id AND t.deleted_at IS NULL AND ${key("t")} = ${key("n")}
       WHERE ${isCandidate("n")}
       WINDOW w AS (PARTITION BY ${key("n")} ORDER BY t.id IS NULL, n.age, n.medusa_id)
     ) r WHERE r.seq = s.seq AND r.place > 1`,
    [code],
  );
  for (;;) {
    // Each row that is refused keeps its value here, so another row may have to be refused.
    const { rowCount } = await client.query(
      `UPDATE ${staging} s SET problem = $1, existing_id = t.id FROM ${table} t
       WHERE ${isCandidate("s")} AND ${key("t")} = ${key("s")} AND t.deleted_at IS NULL AND t.id <> s.target_id
         AND NOT EXISTS (SELECT FROM medusa_vanished v WHERE v.id = t.id)
         AND NOT EXISTS (
           SELECT FROM ${staging} o WHERE o.target_id = t.id AND o.problem IS NULL
             AND (o.deleted_at IS NOT NULL OR ${key("o")} IS DISTINCT FROM ${key("s")}))`,
      [code],
    );
    if (!rowCount) break;
  }
  // The winner of some rows may have been refused in favour of a row here.
  await client.query(
    `UPDATE ${staging} s SET existing_id = w.existing_id FROM ${staging} w
     WHERE s.problem = $1 AND w.target_id = s.existing_id AND w.problem = $1 AND w.existing_id IS NOT NULL`,
    [code],
  );
}

/** Removes the author of rows whose author is no user of this server. A known author here stays. */
export async function resolveAuthors(client: ClientBase, { staging, table }: TargetTable): Promise<void> {
  await client.query(
    `UPDATE ${staging} s SET created_by = (SELECT u.id FROM staff_user u WHERE u.id = s.created_by) WHERE created_by IS NOT NULL`,
  );
  await client.query(
    `UPDATE ${staging} s SET created_by = t.created_by FROM ${table} t
     WHERE t.id = s.target_id AND s.created_by IS NULL AND t.created_by IS NOT NULL`,
  );
}

/** Decides whether each staged row is created, updated, unchanged or refused. */
export async function decideOutcomes(client: ClientBase, target: TargetTable): Promise<void> {
  await client.query(
    `UPDATE ${target.staging} x SET outcome = d.outcome FROM (
       SELECT s.seq, CASE WHEN s.problem IS NOT NULL THEN 'refused' WHEN t.id IS NULL THEN 'created'
         WHEN ${differs(target)} THEN 'updated' ELSE 'unchanged' END AS outcome
       FROM ${target.staging} s LEFT JOIN ${target.table} t ON t.id = s.target_id
     ) d WHERE d.seq = x.seq`,
  );
}

/** Notes the rows of earlier runs that Medusa no longer has. They are deleted here. */
export async function findVanished(client: ClientBase, { kind, staging, table }: TargetTable): Promise<void> {
  await client.query(
    `INSERT INTO medusa_vanished (kind, id)
     SELECT $1, t.id FROM medusa_row m JOIN ${table} t ON t.id = m.id AND t.deleted_at IS NULL
     WHERE m.kind = $1 AND NOT EXISTS (SELECT FROM ${staging} s WHERE s.medusa_hash = m.medusa_id_hash)
       AND NOT EXISTS (SELECT FROM ${staging} s WHERE s.target_id = m.id)
     ON CONFLICT DO NOTHING`,
    [kind],
  );
}
