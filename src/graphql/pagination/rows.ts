import { Prisma } from "../../database/generated/client.js";
import type { Sql } from "../../database/sql/sql.js";
import type { Condition } from "../filters/condition.js";

/** The rows of a list, before pagination. */
export interface Rows {
  /** The FROM clause without the keyword. It may refer to `parent.id`. */
  readonly from: Sql;
  /** A FROM clause that is faster for reading row by row in id order. It is used if only the page limits the rows. */
  readonly walk?: Sql;
  /** The condition of the list itself, such as that a row is not deleted. */
  readonly condition: Sql;
  /** The condition that a client requests. Default: all rows of the list. */
  readonly filter?: Condition;
  /**
   * Conditions of which exactly one is true for each row, each with its own index. The rows of each condition are read
   * separately. With one OR condition, PostgreSQL would read and sort all rows.
   */
  readonly parts?: readonly Sql[];
}

/** Returns the SQL condition of the list and of its filter. */
export function matchCondition({ condition, filter }: Rows): Sql {
  return filter === undefined ? condition : Prisma.sql`${condition} AND ${filter.sql(true)}`;
}

/**
 * True if a page is sorted after its matching rows are found, instead of reading rows in order. This is so for filters on
 * related rows (matches-page.ts).
 */
export function sortsMatches({ filter }: Rows): boolean {
  return filter !== undefined && !filter.isSimple;
}
