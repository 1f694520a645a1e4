import { idArray, selectList } from "../database/columns.js";
import { Prisma } from "../database/generated/client.js";
import type { Reader } from "../database/reader.js";
import { storableOnly } from "../node/ids.js";
import type { Sql } from "../pagination/order.js";
import { oneByKey } from "./align-keys.js";
import { type Batched, batched } from "./batched.js";

/** The SELECT of rows by their ids, up to the ids. `from` is their table under its alias, such as `customer c`. */
export function selectById(
  from: string,
  { alias, columns }: { readonly alias: string; readonly columns: Readonly<Record<string, string>> },
): Sql {
  return Prisma.sql`SELECT ${selectList(alias, columns)} FROM ${Prisma.raw(from)} WHERE ${Prisma.raw(alias)}.id = ANY`;
}

/** Rows by id, in batches; null for an id without a row for which the condition holds. */
export function rowById<Row extends { id: string }>(
  reader: Reader,
  select: Sql,
  condition = Prisma.sql`true`,
): Batched<string, Row | null> {
  return batched<string, Row | null>(async (ids) => {
    const statement = Prisma.sql`${select} (${idArray(storableOnly(ids))}) AND ${condition}`;
    const rows = await reader.read<Row>(statement, { isPlannedOnce: true });
    return oneByKey(ids, rows, (row) => row.id);
  });
}
