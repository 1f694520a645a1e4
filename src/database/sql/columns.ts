import { Prisma } from "../generated/client.js";
import type { Placeholder } from "./statement.js";

/** For each property of a row, the column that holds it. */
export type Columns<Row> = Readonly<Record<keyof Row & string, string>>;

/**
 * The select list that gives rows with the properties that Prisma gives them: columns of the table `alias` under the names of
 * their properties. All of them, or those of some properties; names that are no property's are ignored.
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

/**
 * The ids that a statement is kept for, as an array. Of a bare parameter PostgreSQL looks at the length, and plans anew each
 * time for a short one; of a subquery it does not.
 */
export function idArray(ids: readonly string[] | Placeholder<never>): Prisma.Sql {
  return Prisma.sql`(SELECT ${ids}::text[])::text[]`;
}

/** A column of the table `alias`. */
export function columnOf(alias: string, column: string): Prisma.Sql {
  return Prisma.raw(`${alias}.${column}`);
}
