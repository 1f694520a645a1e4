import { Prisma } from "../database/generated/client.js";
import type { Position } from "./cursor.js";
import { allRanges, isAfter, type Range, rangesAfter, rangesFrom } from "./keyset.js";
import { type OrderTerm, reversed, type Sql } from "./order.js";
import type { Window } from "./window.js";

/** The rows of a list, before they are paged. */
export interface Rows {
  /** The FROM clause without its keyword; may refer to `parent.id`. */
  readonly from: Sql;
  readonly condition: Sql;
}

/** One row of a page query: the columns asked for, and what the page needs to know. */
export interface PageRow {
  /** The values of the sort keys: where the row stands. */
  readonly [key: `key${number}`]: Date | string | number | null;
  /** Null where a parent has no rows in the window; only `behind` and `beyond` are of use then. */
  readonly hasRow: true | null;
  /** Whether rows lie on the side where reading the window starts. */
  readonly behind: boolean;
  /** Whether rows lie past the bound where reading the window must end. */
  readonly beyond: boolean;
  readonly parentId?: string;
}

/**
 * One page of a list as a SELECT, or of many lists at once, one for each of the parents' ids. Each is read through an index
 * from where it starts, and not further than one row past its end, which tells whether there is more.
 */
export function pageQuery(
  rows: Rows,
  columns: Sql,
  terms: readonly OrderTerm[],
  window: Window,
  parentIds?: readonly string[],
): Sql {
  const reading = window.backward ? reversed(terms) : terms;
  const page = readPage(rows, columns, reading, window);
  const around = lookAround(rows, reading, window);
  const joined = Prisma.sql`CROSS JOIN LATERAL (${around}) AS around LEFT JOIN LATERAL (${page}) AS page ON true`;
  if (parentIds === undefined) return Prisma.sql`SELECT page.*, around.* FROM (SELECT) AS one ${joined}`;
  return Prisma.sql`SELECT parent.id AS "parentId", page.*, around.*
    FROM unnest(${parentIds}::text[]) AS parent (id) ${joined}`;
}

/** How many rows a list has, or each of many. */
export function countQuery(rows: Rows, parentIds?: readonly string[]): Sql {
  const count = Prisma.sql`(SELECT count(*)::integer FROM ${rows.from} WHERE ${rows.condition}) AS count`;
  if (parentIds === undefined) return Prisma.sql`SELECT ${count}`;
  return Prisma.sql`SELECT parent.id AS "parentId", ${count} FROM unnest(${parentIds}::text[]) AS parent (id)`;
}

/** The rows in reading order: the given terms already point the way the window is read. */
function readPage(rows: Rows, columns: Sql, terms: readonly OrderTerm[], window: Window): Sql {
  const { start, end } = boundsOf(window);
  const within = end === null ? rows.condition : Prisma.sql`${rows.condition} AND ${isAfter(reversed(terms), end)}`;
  const ranges = start === null ? allRanges(terms) : rangesAfter(terms, start);
  const keys = Prisma.join(terms.map((term, index) => Prisma.sql`${term.expression} AS ${keyName(index)}`));
  const selected = Prisma.sql`${columns}, ${keys}, true AS "hasRow"`;
  const most = window.offset + window.size + 1;
  const names = Prisma.join(terms.map((term, index) => Prisma.sql`${keyName(index)} ${Prisma.raw(term.direction)}`));
  return Prisma.sql`SELECT * FROM (${readRanges({ ...rows, condition: within }, ranges, terms, selected, most)}) AS ranges
    ORDER BY ${names} LIMIT ${window.size + 1} OFFSET ${window.offset}`;
}

/** The first rows of each of the ranges. */
function readRanges(
  { from, condition }: Rows,
  ranges: readonly Range[],
  terms: readonly OrderTerm[],
  selected: Sql,
  most: number,
): Sql {
  if (ranges.length === 0) return Prisma.sql`SELECT ${selected} FROM ${from} WHERE false`;
  const reads = ranges.map(
    (range) => Prisma.sql`SELECT ${selected} FROM ${from} WHERE ${condition} AND ${range.condition}
      ORDER BY ${orderBy(terms, range.shared)} LIMIT ${most}`,
  );
  return Prisma.join(reads, ") UNION ALL (", "(", ")");
}

/** What `PageRow` tells of the rows around the window. */
function lookAround(rows: Rows, terms: readonly OrderTerm[], window: Window): Sql {
  const { start, end } = boundsOf(window);
  // Read in order, the nearest row answers; left to itself, PostgreSQL may look for any row from the start of the table.
  const anyOf = (ranges: readonly Range[], order: readonly OrderTerm[]) =>
    Prisma.sql`EXISTS (SELECT FROM (${readRanges(rows, ranges, order, Prisma.sql`true`, 1)}) AS nearest)`;
  const backwards = reversed(terms);
  const none = Prisma.sql`false`;
  const behind = start === null ? none : anyOf(rangesFrom(backwards, start), backwards);
  const skipped = window.offset === 0 ? none : anyOf(allRanges(terms), terms);
  const beyond = end === null ? none : anyOf(rangesFrom(terms, end), terms);
  // OFFSET 0 keeps this from being looked up again for each row of the page.
  return Prisma.sql`SELECT ${behind} OR ${skipped} AS behind, ${beyond} AS beyond OFFSET 0`;
}

/** The positions that a window lies between, in the order in which it is read. */
function boundsOf({ backward, after, before }: Window): { start: Position | null; end: Position | null } {
  return backward ? { start: before, end: after } : { start: after, end: before };
}

/** The order within a range: keys that are the same in all its rows may point any way, so they follow the next one. */
function orderBy(terms: readonly OrderTerm[], shared: number): Sql {
  const free = terms[shared]?.direction;
  return Prisma.join(
    terms.map(({ expression, direction }, index) => {
      const sql = index < shared ? (free ?? direction) : direction;
      return Prisma.sql`${expression} ${Prisma.raw(sql)}`;
    }),
  );
}

function keyName(index: number): Sql {
  return Prisma.raw(`key${index}`);
}
