import type { Reader } from "../../database/fast-reads/reader.js";
import { Prisma } from "../../database/generated/client.js";
import { idArray, placeholders, type Sql, selectList, statementTemplate } from "../../database/sql/sql.js";
import type { WithTimestamps } from "../../database/sql/timestamp.js";
import { storableIds } from "../node/ids.js";
import { oneByKey } from "./align-keys.js";
import { type BatchLoader, batchLoader } from "./batch-loader.js";

/** The table that rows are read from. */
interface Table {
  readonly alias: string;
  readonly columns: Readonly<Record<string, string>>;
}

interface Values {
  readonly ids: readonly string[];
  readonly ownerId: string | null;
}

type RowById<Row> = BatchLoader<string, WithTimestamps<Row> | null>;

const value = placeholders<Values>();

/**
 * Returns a factory of loaders that read rows by id in batches. An id gives null if it has no row or its row does not meet
 * the condition. `from` is the table with its alias, such as `customer c`.
 */
export function rowById<Row extends { id: string }>(
  from: string,
  table: Table,
  condition = Prisma.sql`true`,
): (reader: Reader) => RowById<Row> {
  const createLoader = loaderFactory<Row>(from, table, condition);
  return (reader) => createLoader(reader, null);
}

/**
 * Returns a factory of loaders like {@link rowById} that read only the rows of one owner: rows whose `ownerColumn` holds the
 * owner's id.
 */
export function rowByIdOfOwner<Row extends { id: string }>(
  from: string,
  table: Table,
  ownerColumn: Sql,
  condition = Prisma.sql`true`,
): (reader: Reader, ownerId: string) => RowById<Row> {
  return loaderFactory<Row>(from, table, Prisma.sql`${condition} AND ${ownerColumn} = ${value("ownerId")}`);
}

function loaderFactory<Row extends { id: string }>(from: string, { alias, columns }: Table, condition: Sql) {
  const select = statementTemplate<Values>(
    Prisma.sql`SELECT ${selectList(alias, columns)} FROM ${Prisma.raw(from)}
      WHERE ${Prisma.raw(alias)}.id = ANY (${idArray(value("ids"))}) AND ${condition}`,
  );
  return (reader: Reader, ownerId: string | null): RowById<Row> =>
    batchLoader<string, WithTimestamps<Row> | null>(async (ids) => {
      const statement = select({ ids: storableIds(ids), ownerId });
      const rows = await reader.read<WithTimestamps<Row>>(statement, { keepPrepared: true });
      return oneByKey(ids, rows, (row) => row.id);
    });
}
