import { Prisma } from "../../database/generated/client.js";
import { idArray } from "../../database/sql/columns.js";
import type { Sql } from "../../database/sql/sql.js";
import type { Placeholder } from "../../database/sql/statement.js";
import { allRanges, isAfter, type Place, type Range, rangesAfter, rangesFrom } from "./keyset.js";
import { type OrderTerm, reversed } from "./order.js";
import type { ListSelection } from "./selection.js";
import type { Window } from "./window.js";

/** A window whose values come when its statement is sent. */
export interface PageWindow extends Pick<Window, "backward" | "size"> {
  readonly offset: Placeholder<never> | 0;
  readonly after: Place | null;
  readonly before: Place | null;
}

/** The rows of a list, before they are paged. */
export interface Rows {
  /** The FROM clause without its keyword; may refer to `parent.id`. */
  readonly from: Sql;
  /** The same, but made to be read row by row in the order of the ids; where nothing but the page limits the rows. */
  readonly walk?: Sql;
  readonly condition: Sql;
  /**
   * Conditions of which exactly one holds for each row, where each has an index of its own: the rows of each are read apart.
   * For one condition with OR, PostgreSQL would read and sort them all.
   */
  readonly parts?: readonly Sql[];
}

/** What a page is made of. */
export interface PageParts {
  readonly rows: Rows;
  readonly columns: Sql;
  readonly terms: readonly OrderTerm[];
  readonly window: PageWindow;
  readonly selection: Pick<ListSelection, "cursors" | "hasNextPage" | "hasPreviousPage">;
  /** Whether the rows tell how many the whole list has. Only for the first page of an order that is one range. */
  readonly isCounted: boolean;
}

/** One row of a page query: the columns asked for, and what the page needs to know. */
export interface PageRow {
  /** The values of the sort keys: where the row stands. Only where cursors are asked for. */
  readonly [key: `key${number}`]: string | number | null;
  /** Null where a parent has no rows in the window; only `behind` and `beyond` are of use then. */
  readonly hasRow?: true | null;
  /** Whether rows lie on the side where reading the window starts; only where it is asked for. */
  readonly behind?: boolean;
  /** Whether rows lie past the bound where reading the window must end; only where it is asked for. */
  readonly beyond?: boolean;
  readonly parentId?: string;
  readonly totalCount?: number;
}

/**
 * One page of a list as a SELECT; with `parentIds`, a page for each of many parents. Each is read through an index
 * from where it starts, and not further than one row past its end, which tells whether there is more.
 */
export function pageQuery(parts: PageParts, parentIds?: Placeholder<never>): Sql {
  const { terms, window } = parts;
  const reading = { ...parts, terms: window.backward ? reversed(terms) : terms };
  const page = readPage(reading);
  const around = lookAround(reading);
  if (around === null && parentIds === undefined) return page;
  const parent = parentIds && Prisma.sql`unnest(${idArray(parentIds)}) AS parent (id)`;
  if (around === null) {
    return Prisma.sql`SELECT parent.id AS "parentId", page.* FROM ${parent} CROSS JOIN LATERAL (${page}) AS page`;
  }
  const joined = Prisma.sql`CROSS JOIN LATERAL (${around}) AS around
    LEFT JOIN LATERAL (SELECT true AS "hasRow", rows.* FROM (${page}) AS rows) AS page ON true`;
  if (parent === undefined) return Prisma.sql`SELECT page.*, around.* FROM (SELECT) AS one ${joined}`;
  return Prisma.sql`SELECT parent.id AS "parentId", page.*, around.* FROM ${parent} ${joined}`;
}

/** How many rows a list has, or each of many. */
export function countQuery(rows: Rows, parentIds?: readonly string[]): Sql {
  const count = Prisma.sql`(SELECT count(*)::integer FROM ${rows.from} WHERE ${rows.condition}) AS count`;
  if (parentIds === undefined) return Prisma.sql`SELECT ${count}`;
  return Prisma.sql`SELECT parent.id AS "parentId", ${count} FROM unnest(${idArray(parentIds)}) AS parent (id)`;
}

/** The rows in reading order: the given terms already point the way the window is read. */
function readPage({ rows, columns, terms, window, selection, isCounted }: PageParts): Sql {
  const { start, end } = boundsOf(window);
  const condition = end === null ? rows.condition : Prisma.sql`${rows.condition} AND ${isAfter(reversed(terms), end)}`;
  const within = { from: (terms.length === 1 && rows.walk) || rows.from, condition };
  const ranges = inParts(rows, start === null ? allRanges(terms) : rangesAfter(terms, start));
  const keys = terms.map((term, index) => Prisma.sql`${term.expression} AS ${keyName(index)}`);
  const count = isCounted ? [Prisma.sql`count(*) OVER ()::integer AS "totalCount"`] : [];
  const selected = Prisma.join([columns, ...(selection.cursors || ranges.length > 1 ? keys : []), ...count]);
  const size = literal(window.size + 1);
  const { offset } = window;
  const reading = { rows: within, terms, selected };
  const [range] = ranges;
  if (range !== undefined && ranges.length === 1) {
    return Prisma.sql`${readRange({ ...reading, most: size }, range)}${offset === 0 ? Prisma.empty : Prisma.sql` OFFSET ${offset}`}`;
  }
  const names = terms.map((term, index) => Prisma.sql`${keyName(index)} ${Prisma.raw(term.direction)}`);
  const most = offset === 0 ? size : Prisma.sql`${offset}::integer + ${size}`;
  return Prisma.sql`SELECT * FROM (${readRanges({ ...reading, most }, ranges)}) AS ranges
    ORDER BY ${ranges.length > 1 ? Prisma.join(names) : Prisma.sql`1`} LIMIT ${size} OFFSET ${offset}`;
}

/** The ranges of each part of the rows. */
function inParts({ parts }: Rows, ranges: readonly Range[]): readonly Range[] {
  if (parts === undefined) return ranges;
  return parts.flatMap((part) =>
    ranges.map(({ condition, shared }) => ({ condition: Prisma.sql`${part} AND ${condition}`, shared })),
  );
}

/** What is read of a range. */
interface Reading {
  readonly rows: Rows;
  readonly terms: readonly OrderTerm[];
  readonly selected: Sql;
  /** How many rows at most. */
  readonly most: Sql;
}

/** The first rows of each of the ranges. */
function readRanges(reading: Reading, ranges: readonly Range[]): Sql {
  if (ranges.length === 0) return Prisma.sql`SELECT ${reading.selected} FROM ${reading.rows.from} WHERE false`;
  const reads = ranges.map((range) => readRange(reading, range));
  return Prisma.join(reads, ") UNION ALL (", "(", ")");
}

function readRange({ rows: { from, condition }, terms, selected, most }: Reading, range: Range): Sql {
  return Prisma.sql`SELECT ${selected} FROM ${from} WHERE ${condition} AND ${range.condition}
    ORDER BY ${orderBy(terms, range.shared)} LIMIT ${most}`;
}

/** What `PageRow` tells of the rows around the window, as far as it is asked for; null when it tells nothing. */
function lookAround({ rows, terms, window, selection }: PageParts): Sql | null {
  const { start, end } = boundsOf(window);
  const { hasNextPage, hasPreviousPage } = selection;
  const [isBehindAsked, isBeyondAsked] = window.backward
    ? [hasNextPage, hasPreviousPage]
    : [hasPreviousPage, hasNextPage];
  // Read in order, the nearest row answers; left to itself, PostgreSQL may look for any row from the start of the table.
  const anyOf = (ranges: readonly Range[], order: readonly OrderTerm[]) =>
    Prisma.sql`EXISTS (SELECT FROM (${readRanges({ rows, terms: order, selected: Prisma.sql`true`, most: literal(1) }, inParts(rows, ranges))}) AS nearest)`;
  const backwards = reversed(terms);
  const looks: Sql[] = [];
  if (isBehindAsked && start !== null)
    looks.push(Prisma.sql`${anyOf(rangesFrom(backwards, start), backwards)} AS behind`);
  if (isBehindAsked && start === null && window.offset !== 0) {
    looks.push(Prisma.sql`${anyOf(allRanges(terms), terms)} AS behind`);
  }
  if (isBeyondAsked && end !== null) looks.push(Prisma.sql`${anyOf(rangesFrom(terms, end), terms)} AS beyond`);
  // OFFSET 0 keeps this from being looked up again for each row of the page.
  return looks.length === 0 ? null : Prisma.sql`SELECT ${Prisma.join(looks)} OFFSET 0`;
}

/** The positions that a window lies between, in the order in which it is read. */
function boundsOf({ backward, after, before }: PageWindow): { start: Place | null; end: Place | null } {
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

/** A count of rows that a plan is made for: of a parameter PostgreSQL would suppose a tenth of the table. */
function literal(count: number): Sql {
  return Prisma.raw(String(count));
}
