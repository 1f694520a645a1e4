import { Prisma } from "../generated/client.js";
import { type Columns, type Placeholder, type Sql, selectList } from "../sql/sql.js";
import type { Tx } from "./transaction.js";

/** A table and the columns to read. */
export interface Table<Row> {
  readonly name: string;
  readonly columns: Columns<Row>;
}

/** Selects a row by its id and locks it. Other transactions can still read it and refer to it by foreign keys. */
export function selectForUpdate<Row>({ name, columns }: Table<Row>, id: string | Placeholder<never>): Sql {
  return Prisma.sql`SELECT ${selectList("t", columns)} FROM ${Prisma.raw(name)} t WHERE t.id = ${id} FOR NO KEY UPDATE`;
}

/**
 * Reads a row by its id and locks it until the transaction ends. Null if there is none. One statement does both, because a row
 * can change between a read and a later lock.
 */
export async function lockRow<Row>(tx: Tx, table: Table<Row>, id: string): Promise<Row | null> {
  const [row] = await tx.$queryRaw<Row[]>(selectForUpdate(table, id));
  return row ?? null;
}
