import type { Reader } from "../../database/fast-reads/reader.js";
import { Prisma } from "../../database/generated/client.js";
import { idArray, selectList } from "../../database/sql/columns.js";
import type { Sql } from "../../database/sql/sql.js";
import { placeholders, statementTemplate } from "../../database/sql/statement.js";
import type { WithTimestamps } from "../../database/sql/timestamp.js";
import { storableOnly } from "../node/ids.js";
import { oneByKey } from "./align-keys.js";
import { type Batched, batched } from "./batched.js";

/** Where rows are read from. */
interface Table {
  readonly alias: string;
  readonly columns: Readonly<Record<string, string>>;
}

interface Values {
  readonly ids: readonly string[];
  readonly ownerId: string | null;
}

type RowById<Row> = Batched<string, WithTimestamps<Row> | null>;

const value = placeholders<Values>();

/**
 * Rows by id, in batches; null for an id without a row for which the condition holds. `from` is their table under its alias,
 * such as `customer c`.
 */
export function rowById<Row extends { id: string }>(
  from: string,
  table: Table,
  condition = Prisma.sql`true`,
): (reader: Reader) => RowById<Row> {
  const read = readerOf<Row>(from, table, condition);
  return (reader) => read(reader, null);
}

/** The same, of the rows of one owner alone: those whose `ownerColumn` has the owner's id. */
export function ownRowById<Row extends { id: string }>(
  from: string,
  table: Table,
  ownerColumn: Sql,
  condition = Prisma.sql`true`,
): (reader: Reader, ownerId: string) => RowById<Row> {
  return readerOf<Row>(from, table, Prisma.sql`${condition} AND ${ownerColumn} = ${value("ownerId")}`);
}

function readerOf<Row extends { id: string }>(from: string, { alias, columns }: Table, condition: Sql) {
  const select = statementTemplate<Values>(
    Prisma.sql`SELECT ${selectList(alias, columns)} FROM ${Prisma.raw(from)}
      WHERE ${Prisma.raw(alias)}.id = ANY (${idArray(value("ids"))}) AND ${condition}`,
  );
  return (reader: Reader, ownerId: string | null): RowById<Row> =>
    batched<string, WithTimestamps<Row> | null>(async (ids) => {
      const statement = select({ ids: storableOnly(ids), ownerId });
      const rows = await reader.read<WithTimestamps<Row>>(statement, { keepPrepared: true });
      return oneByKey(ids, rows, (row) => row.id);
    });
}
