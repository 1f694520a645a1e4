import { Prisma } from "../../database/generated/client.js";
import type { Sql } from "../../database/sql/sql.js";
import type { Rows } from "./list-definition.js";
import { type OrderTerm, orderBy } from "./order.js";

/*
 * Pages of lists that are filtered by related rows.
 *
 * For ORDER BY with LIMIT, PostgreSQL may read the rows in order and check the filter for each of them until the page is full.
 * That takes very long if few rows match, and PostgreSQL can only guess how many match a text. So all matching rows are found
 * first, in the same way as for the count, and then sorted: OFFSET 0 hides the LIMIT from the search for matching rows.
 *
 * Many rows match common filters, such as the customers of a large group. So if a few index lookups can check a row, the first
 * rows in order are checked before. If these fill the page, PostgreSQL does not execute the rest of the statement.
 */

/** Number of rows that are checked in order. */
const checkedRows = 1000;

/** A page of matching rows. */
interface MatchesPage {
  readonly rows: Rows;
  /** The condition of the list and of its filter. */
  readonly matches: Sql;
  /** The alias of the table in `rows`. */
  readonly alias: string;
  /** The condition that a row is within the bounds of the page. */
  readonly isWithinBounds: Sql;
  readonly selected: Sql;
  readonly terms: readonly OrderTerm[];
  readonly limit: Sql;
  readonly offset: Sql;
}

/** Returns a FROM clause with all matching rows of a list. */
export function allMatches({ from }: Rows, matches: Sql, alias: string): Sql {
  const [columns, name] = [Prisma.raw(`${alias}.*`), Prisma.raw(alias)];
  return Prisma.sql`(SELECT ${columns} FROM ${from} WHERE ${matches} OFFSET 0) AS ${name}`;
}

/** Returns the SELECT of a page that finds all matching rows first. */
export function matchesPage({ rows, matches, alias, isWithinBounds, ...page }: MatchesPage): Sql {
  return select(page, allMatches(rows, matches, alias), isWithinBounds);
}

/** The parts of a page of few rows. */
interface FewMatches extends Pick<MatchesPage, "rows" | "matches" | "alias" | "terms" | "limit"> {
  /** `total` is the number of rows found. */
  readonly selected: (total: Sql) => Sql;
  readonly maxMatches: number;
}

/** Returns the SELECT of the first page of matching rows. If there are more than `maxMatches`, it returns one row, which shows that. */
export function fewMatchesPage({ rows, matches, alias, terms, limit, selected, maxMatches }: FewMatches): Sql {
  const [columns, name, max] = [Prisma.raw(`${alias}.*`), Prisma.raw(alias), Prisma.raw(String(maxMatches))];
  const total = Prisma.sql`(SELECT count(*)::integer FROM few)`;
  return Prisma.sql`WITH few AS MATERIALIZED (SELECT ${columns} FROM ${rows.from} WHERE ${matches} LIMIT ${max} + 1)
    SELECT ${selected(total)} FROM few AS ${name} ORDER BY ${orderBy(terms)}
    LIMIT CASE WHEN ${total} > ${max} THEN 1 ELSE ${limit} END`;
}

/**
 * Returns the SELECT of a page that checks the first rows in order, and finds all matching rows only if these are too few.
 * @param check the check of the filter for one row.
 */
export function matchesPageInOrder({ rows, matches, alias, isWithinBounds, ...page }: MatchesPage, check: Sql): Sql {
  const [columns, name] = [Prisma.raw(`${alias}.*`), Prisma.raw(alias)];
  // PostgreSQL knows that the first rows are sorted only if the sort keys are columns of the subquery.
  const keys = page.terms.map(({ expression }, index) => Prisma.sql`${expression} AS ${Prisma.raw(`sort${index}`)}`);
  const firstRows = Prisma.sql`(SELECT ${Prisma.join([columns, ...keys])} FROM ${rows.from}
    WHERE ${rows.condition} AND ${isWithinBounds}
    ORDER BY ${orderBy(page.terms)} LIMIT ${Prisma.raw(String(checkedRows))}) AS ${name}`;
  const sorted = page.terms.map((term, index) => ({ ...term, expression: Prisma.raw(`${alias}.sort${index}`) }));
  const found = Prisma.sql`(SELECT count(*) FROM found)`;
  return Prisma.sql`WITH found AS MATERIALIZED (${select({ ...page, terms: sorted }, firstRows, check)})
    SELECT * FROM found WHERE ${found} = ${page.limit}
    UNION ALL (${select(page, allMatches(rows, matches, alias), Prisma.sql`${isWithinBounds} AND ${found} < ${page.limit}`)})`;
}

function select(
  { selected, terms, limit, offset }: Pick<MatchesPage, "selected" | "terms" | "limit" | "offset">,
  from: Sql,
  condition: Sql,
): Sql {
  return Prisma.sql`SELECT ${selected} FROM ${from} WHERE ${condition} ORDER BY ${orderBy(terms)} LIMIT ${limit} ${offset}`;
}
