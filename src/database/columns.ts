import { Prisma } from "./generated/client.js";

/** For each property of a row, the column that holds it. */
export type Columns<Row> = Readonly<Record<keyof Row & string, string>>;

/** The select list that gives rows as Prisma does: each column of the table `alias` under the name of its property. */
export function selectList<Row>(alias: string, columns: Columns<Row>): Prisma.Sql {
  const list = Object.entries<string>(columns).map(([property, column]) => `${alias}.${column} AS "${property}"`);
  return Prisma.raw(list.join(", "));
}

/** A column of the table `alias`. */
export function columnOf(alias: string, column: string): Prisma.Sql {
  return Prisma.raw(`${alias}.${column}`);
}
