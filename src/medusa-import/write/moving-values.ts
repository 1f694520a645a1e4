import type { ClientBase } from "pg";
import { type TargetTable, uniqueKeys } from "../plan/target-tables.js";
import { type Range, updateRows } from "./write-rows.js";

/*
 * A row can get the unique value that another row has until this import: two customers exchange their emails, or one is deleted
 * and another one registers with its email. The rows that give up such a value are written first, in one transaction.
 */

const everything: Range = { from: 0, to: 2 ** 31 - 1 };

/** Writes the rows that give up a unique value which another row of Medusa gets. */
export async function writeMovingRows(
  client: ClientBase,
  target: TargetTable,
  column: "email" | "name",
  beforeUpdate: (condition: string) => Promise<void> = async () => {},
): Promise<void> {
  const { staging, table } = target;
  const key = uniqueKeys[column];
  const moving = `SELECT s.seq FROM ${staging} s JOIN ${table} t ON t.id = s.target_id AND t.deleted_at IS NULL
    WHERE s.outcome = 'updated' AND (s.deleted_at IS NOT NULL OR ${key("t")} IS DISTINCT FROM ${key("s")}) AND EXISTS (
      SELECT FROM ${staging} o WHERE ${key("o")} = ${key("t")} AND o.seq <> s.seq AND o.outcome IN ('created', 'updated')
        AND o.deleted_at IS NULL)`;
  await client.query(`DROP TABLE IF EXISTS pg_temp.medusa_moving; CREATE TEMPORARY TABLE medusa_moving AS ${moving}`);
  const isMoving = "s.seq IN (SELECT seq FROM medusa_moving)";
  // Rows that exchange their values with each other have no order in which all values are unique.
  const placeholder = column === "email" ? "'moved-' || md5(t.id) || '@import.invalid'" : "'moved-' || md5(t.id)";
  await client.query(
    `UPDATE ${table} t SET ${column} = ${placeholder} FROM ${staging} s
     WHERE t.id = s.target_id AND ${isMoving} AND s.deleted_at IS NULL`,
  );
  await beforeUpdate(isMoving);
  await updateRows(client, target, everything, { more: isMoving });
}
