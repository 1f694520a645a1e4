import { Prisma } from "../generated/client.js";
import { type Columns, selectList } from "../sql/columns.js";
import type { Tx } from "./transaction.js";

/** A table, and the columns that its rows are read with. */
export interface Table<Row> {
  readonly name: string;
  readonly columns: Columns<Row>;
}

/** Locks the rows of a SELECT until the transaction ends. Others can read them, and refer to them by foreign keys. */
export const forNoKeyUpdate = Prisma.sql`FOR NO KEY UPDATE`;

/**
 * Reads the row with an id and locks it until the transaction ends: others that want to lock or change it wait. Null when there
 * is none. One statement does both, because a row that is read first and then locked may have changed in between.
 */
export async function lockRow<Row>(tx: Tx, { name, columns }: Table<Row>, id: string): Promise<Row | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT ${selectList("t", columns)} FROM ${Prisma.raw(name)} t WHERE t.id = ${id} ${forNoKeyUpdate}`;
  return row ?? null;
}
