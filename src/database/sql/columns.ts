import { Prisma } from "../generated/client.js";
import type { Placeholder } from "./statement.js";

/** The column of each property of a row. */
export type Columns<Row> = Readonly<Record<keyof Row & string, string>>;

/**
 * Returns the select list for rows in Prisma's form: columns of the table `alias`, named after their properties. It contains
 * all properties or the given ones. Unknown names are ignored.
 */
export function selectList(
  alias: string,
  columns: Readonly<Record<string, string>>,
  properties: readonly string[] = Object.keys(columns),
): Prisma.Sql {
  const list = [...new Set(properties)]
    .filter((property) => Object.hasOwn(columns, property))
    .map((property) => `${alias}.${columns[property]} AS "${property}"`);
  return Prisma.raw(list.join(", "));
}

/** Returns the column list of an INSERT for these properties, in their order. */
export function columnList(columns: Readonly<Record<string, string>>, properties: readonly string[]): Prisma.Sql {
  return Prisma.raw(properties.map((property) => columns[property]).join(", "));
}

/**
 * Returns an array of ids for a prepared statement. For a bare parameter, PostgreSQL looks at the array length and makes a
 * new plan for each short array. For a subquery, it does not.
 */
export function idArray(ids: readonly string[] | Placeholder<never>): Prisma.Sql {
  return Prisma.sql`(SELECT ${ids}::text[])::text[]`;
}

/** Returns a column of the table `alias`. */
export function columnOf(alias: string, column: string): Prisma.Sql {
  return Prisma.raw(`${alias}.${column}`);
}
