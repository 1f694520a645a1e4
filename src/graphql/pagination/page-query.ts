import { Prisma } from "../../database/generated/client.js";
import { idArray, type Placeholder, type Sql } from "../../database/sql/sql.js";
import type { Rows } from "./list-definition.js";
import { allMatches, fewMatchesPage, matchesPage, matchesPageInOrder } from "./matches-page.js";
import {
  afterCondition,
  allRanges,
  type KeysetPosition,
  type KeysetRange,
  type OrderTerm,
  orderBy,
  rangesAfter,
  rangesFrom,
  reversed,
} from "./order.js";
import type { PageBounds } from "./page-bounds.js";
import type { ListSelection } from "./selection.js";

/** Page bounds whose values are set when the statement is sent. */
export interface PageBoundsTemplate extends Pick<PageBounds, "backward" | "size"> {
  readonly offset: Placeholder<never> | 0;
  /** True if the rows before the offset are skipped in an index alone. */
  readonly isFar: boolean;
  readonly after: KeysetPosition | null;
  readonly before: KeysetPosition | null;
}

/** The parts of a page query. */
export interface PageParts {
  readonly rows: Rows;
  /** The alias of the table in `rows`. */
  readonly alias: string;
  readonly columns: Sql;
  readonly terms: readonly OrderTerm[];
  readonly bounds: PageBoundsTemplate;
  readonly selection: Pick<ListSelection, "cursors" | "hasNextPage" | "hasPreviousPage">;
  /** True if each row contains the total count of the list. Allowed only for the first page. */
  readonly isCounted: boolean;
}

/** One row of a page query: the selected columns and the data about the page. */
export interface PageRow {
  /** The values of the sort keys, for the cursor of the row. Present only if cursors are selected. */
  readonly [key: `key${number}`]: string | number | null;
  /** Null if a parent has no rows in the bounds. The row then holds only `hasRowsBefore` and `hasRowsAfter`. */
  readonly hasRow?: true | null;
  /** True if there are rows before the first row read, in reading order. Present only if selected. */
  readonly hasRowsBefore?: boolean;
  /** True if there are rows after the bound that ends the read, in reading order. Present only if selected. */
  readonly hasRowsAfter?: boolean;
  readonly parentId?: string;
  readonly totalCount?: number;
}

/**
 * Returns the SELECT of one page, or with `parentIds`, of one page for each parent. The page is read through an index from
 * its start, up to one row past its end. That row shows that there are more rows.
 */
export function pageQuery(parts: PageParts, parentIds?: Placeholder<never>): Sql {
  const { terms, bounds } = parts;
  const readParts = { ...parts, terms: bounds.backward ? reversed(terms) : terms };
  const page = sortsMatches(parts.rows)
    ? readMatches(readParts, { isNested: parentIds !== undefined })
    : readPage(readParts);
  const neighbors = neighborQuery(readParts);
  if (neighbors === null && parentIds === undefined) return page;
  const parent = parentIds && Prisma.sql`unnest(${idArray(parentIds)}) AS parent (id)`;
  if (neighbors === null) {
    return Prisma.sql`SELECT parent.id AS "parentId", page.* FROM ${parent} CROSS JOIN LATERAL (${page}) AS page`;
  }
  const joined = Prisma.sql`CROSS JOIN LATERAL (${neighbors}) AS neighbors
    LEFT JOIN LATERAL (SELECT true AS "hasRow", rows.* FROM (${page}) AS rows) AS page ON true`;
  if (parent === undefined) return Prisma.sql`SELECT page.*, neighbors.* FROM (SELECT) AS one ${joined}`;
  return Prisma.sql`SELECT parent.id AS "parentId", page.*, neighbors.* FROM ${parent} ${joined}`;
}

/** The most rows of a list for {@link fewMatchesQuery}. */
export const maxFewMatches = 1_000;

/**
 * Returns the SELECT of the first page of a search with its total count, for a list of at most {@link maxFewMatches} rows. If there are
 * more, it returns one row, with a larger total count. One plan suits all values, so it can be kept: making a plan takes most of the
 * time of a search for rare words.
 */
export function fewMatchesQuery(parts: PageParts, fewMatches: Sql): Sql {
  const { rows, alias, bounds, selection } = parts;
  const terms = bounds.backward ? reversed(parts.terms) : parts.terms;
  return fewMatchesPage({
    rows,
    matches: Prisma.sql`${rows.condition} AND ${fewMatches}`,
    alias,
    terms,
    selected: (total) => selectedValues({ ...parts, terms }, selection.cursors, total),
    limit: literal(bounds.size + 1),
    maxMatches: maxFewMatches,
  });
}

/** Returns the SELECT of the total count of a list, or with `parentIds`, of the count for each parent. */
export function countQuery(rows: Rows, parentIds?: readonly string[]): Sql {
  const count = Prisma.sql`${countOf(rows)} AS count`;
  if (parentIds === undefined) return Prisma.sql`SELECT ${count}`;
  return Prisma.sql`SELECT parent.id AS "parentId", ${count} FROM unnest(${idArray(parentIds)}) AS parent (id)`;
}

function countOf(rows: Rows): Sql {
  return Prisma.sql`(SELECT count(*)::integer FROM ${rows.from} WHERE ${matchCondition(rows)})`;
}

/** Returns the SQL condition of the list and of its filter. */
function matchCondition({ condition, filter }: Rows): Sql {
  return filter === undefined ? condition : Prisma.sql`${condition} AND ${filter.sql(true)}`;
}

/**
 * True if a page is sorted after its matching rows are found, instead of reading rows in order. This is so for filters on
 * related rows (matches-page.ts).
 */
export function sortsMatches({ filter }: Rows): boolean {
  return filter !== undefined && !filter.isSimple;
}

/** Returns the SELECT of the rows in reading order. For a backward page, the terms are already reversed. */
function readPage(parts: PageParts): Sql {
  const { rows, terms, bounds, selection } = parts;
  const { start, end } = startAndEnd(bounds);
  const matches = matchCondition(rows);
  const condition = end === null ? matches : Prisma.sql`${matches} AND ${afterCondition(reversed(terms), end)}`;
  const pageRows = { from: (terms.length === 1 && rows.walk) || rows.from, condition };
  const ranges = combineWithParts(rows, start === null ? allRanges(terms) : rangesAfter(terms, start));
  // A window function would read all matching rows. For a common word, the page needs only the first rows in order.
  const selected = selectedValues(parts, selection.cursors || ranges.length > 1, countOf(rows));
  const size = literal(bounds.size + 1);
  const { offset } = bounds;
  const readParts = { rows: pageRows, terms, selected };
  const [range] = ranges;
  if (range !== undefined && ranges.length === 1) {
    if (bounds.isFar && rows.isCoveredByIndexes) return readFarPage({ ...readParts, maxRows: size }, range, offset);
    return Prisma.sql`${readRange({ ...readParts, maxRows: size }, range)}${offset === 0 ? Prisma.empty : Prisma.sql` OFFSET ${offset}`}`;
  }
  const names = terms.map((term, index) => Prisma.sql`${keyName(index)} ${Prisma.raw(term.direction)}`);
  const maxRows = offset === 0 ? size : Prisma.sql`${offset}::integer + ${size}`;
  return Prisma.sql`SELECT * FROM (${readRanges({ ...readParts, maxRows }, ranges)}) AS ranges
    ORDER BY ${ranges.length > 1 ? Prisma.join(names) : Prisma.sql`1`} LIMIT ${size} OFFSET ${offset}`;
}

/** Returns the SELECT of the rows in reading order, for a filter on related rows. */
function readMatches(parts: PageParts, { isNested }: { readonly isNested: boolean }): Sql {
  const { rows, alias, terms, bounds, selection, isCounted } = parts;
  const { start, end } = startAndEnd(bounds);
  const page = {
    rows,
    matches: matchCondition(rows),
    alias,
    isWithinBounds: Prisma.join(
      [
        ...(start === null ? [Prisma.sql`true`] : [afterCondition(terms, start)]),
        ...(end === null ? [] : [afterCondition(reversed(terms), end)]),
      ],
      " AND ",
    ),
    // All matching rows are found, so a window function counts them.
    selected: selectedValues(parts, selection.cursors, Prisma.sql`count(*) OVER ()::integer`),
    terms,
    limit: literal(bounds.size + 1),
    offset: bounds.offset === 0 ? Prisma.empty : Prisma.sql`OFFSET ${bounds.offset}`,
  };
  // Checking the first rows of each parent could take longer than finding all of its rows.
  const check = isNested || isCounted || allRanges(terms).length > 1 ? undefined : rows.filter?.check?.();
  return check === undefined ? matchesPage(page) : matchesPageInOrder(page, check);
}

/** Returns the values that a page selects from each row. `total` is the total count of the list. */
function selectedValues({ columns, terms, isCounted }: PageParts, withKeys: boolean, total: Sql): Sql {
  const keys = terms.map((term, index) => Prisma.sql`${term.expression} AS ${keyName(index)}`);
  const count = isCounted ? [Prisma.sql`${total} AS "totalCount"`] : [];
  return Prisma.join([columns, ...(withKeys ? keys : []), ...count]);
}

/** Combines each part of the rows with each range. */
function combineWithParts({ parts }: Rows, ranges: readonly KeysetRange[]): readonly KeysetRange[] {
  if (parts === undefined) return ranges;
  return parts.flatMap((part) =>
    ranges.map(({ condition, sharedKeys }) => ({ condition: Prisma.sql`${part} AND ${condition}`, sharedKeys })),
  );
}

/** The parts of a SELECT that reads ranges. */
interface RangeReadParts {
  readonly rows: Pick<Rows, "from" | "condition">;
  readonly terms: readonly OrderTerm[];
  readonly selected: Sql;
  readonly maxRows: Sql;
}

/** Returns the SELECT of the first rows of each range. */
function readRanges(readParts: RangeReadParts, ranges: readonly KeysetRange[]): Sql {
  if (ranges.length === 0) return Prisma.sql`SELECT ${readParts.selected} FROM ${readParts.rows.from} WHERE false`;
  const reads = ranges.map((range) => readRange(readParts, range));
  return Prisma.join(reads, ") UNION ALL (", "(", ")");
}

function readRange({ rows: { from, condition }, terms, selected, maxRows }: RangeReadParts, range: KeysetRange): Sql {
  return Prisma.sql`SELECT ${selected} FROM ${from} WHERE ${condition} AND ${range.condition}
    ORDER BY ${orderBy(terms, range.sharedKeys)} LIMIT ${maxRows}`;
}

/** Returns the SELECT of the rows after a far offset. The subquery reads only an index. */
function readFarPage(readParts: RangeReadParts, range: KeysetRange, offset: PageBoundsTemplate["offset"]): Sql {
  const { rows, terms, selected } = readParts;
  const id = terms.at(-1)?.expression;
  if (id === undefined) throw new Error("An order ends with the id.");
  const ids = readRange({ ...readParts, selected: Prisma.sql`${id} AS id` }, range);
  return Prisma.sql`SELECT ${selected} FROM (${ids} OFFSET ${offset}) AS page_ids JOIN ${rows.from} ON ${id} = page_ids.id
    ORDER BY ${orderBy(terms)}`;
}

/** Returns the SELECT of the selected flags `hasRowsBefore` and `hasRowsAfter`, or null if none is selected. */
function neighborQuery({ rows, alias, terms, bounds, selection }: PageParts): Sql | null {
  const { start, end } = startAndEnd(bounds);
  const { hasNextPage, hasPreviousPage } = selection;
  const [needsRowsBefore, needsRowsAfter] = bounds.backward
    ? [hasNextPage, hasPreviousPage]
    : [hasPreviousPage, hasNextPage];
  const matches = matchCondition(rows);
  const anyRowIn = (ranges: readonly KeysetRange[], order: readonly OrderTerm[]) => {
    if (sortsMatches(rows))
      return Prisma.sql`EXISTS (SELECT FROM ${allMatches(rows, matches, alias)} WHERE ${anyOf(ranges)})`;
    // With an ORDER BY, PostgreSQL reads only the nearest row. Without it, PostgreSQL might scan the table from its start.
    const pageRows = { from: rows.from, condition: matches };
    const readParts = { rows: pageRows, terms: order, selected: Prisma.sql`true`, maxRows: literal(1) };
    return Prisma.sql`EXISTS (SELECT FROM (${readRanges(readParts, combineWithParts(rows, ranges))}) AS nearest)`;
  };
  const reversedTerms = reversed(terms);
  const flags: Sql[] = [];
  if (needsRowsBefore && start !== null)
    flags.push(Prisma.sql`${anyRowIn(rangesFrom(reversedTerms, start), reversedTerms)} AS "hasRowsBefore"`);
  if (needsRowsBefore && start === null && bounds.offset !== 0) {
    flags.push(Prisma.sql`${anyRowIn(allRanges(terms), terms)} AS "hasRowsBefore"`);
  }
  if (needsRowsAfter && end !== null)
    flags.push(Prisma.sql`${anyRowIn(rangesFrom(terms, end), terms)} AS "hasRowsAfter"`);
  // OFFSET 0 stops PostgreSQL from evaluating this again for each row of the page.
  return flags.length === 0 ? null : Prisma.sql`SELECT ${Prisma.join(flags)} OFFSET 0`;
}

/** Returns the condition that a row is in one of the ranges. */
function anyOf(ranges: readonly KeysetRange[]): Sql {
  if (ranges.length === 0) return Prisma.sql`false`;
  return Prisma.sql`(${Prisma.join(
    ranges.map(({ condition }) => condition),
    " OR ",
  )})`;
}

/** Returns the positions where reading starts and ends. */
function startAndEnd({ backward, after, before }: PageBoundsTemplate): {
  start: KeysetPosition | null;
  end: KeysetPosition | null;
} {
  return backward ? { start: before, end: after } : { start: after, end: before };
}

function keyName(index: number): Sql {
  return Prisma.raw(`key${index}`);
}

/** Returns a row count as a literal. With a parameter, PostgreSQL would plan for a tenth of the table. */
function literal(count: number): Sql {
  return Prisma.raw(String(count));
}
