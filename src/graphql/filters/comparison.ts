import { Prisma } from "../../database/generated/client.js";
import type { Sql } from "../../database/sql/sql.js";
import { normalizeText } from "../input/normalize-text.js";
import { isStorableText } from "../node/ids.js";
import type { DateTimeFilter, IDFilter, MetadataFilter, StringFilter } from "./comparison.input.js";

// A leaf may come out as SQL's unknown where a value is null. `not`, `none` and `every` turn on IS NOT TRUE, for which
// unknown is the same as false; and `ne` and `notIn` keep rows without a value by themselves.

const all = (conditions: Sql[]): Sql => (conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, " AND "));
const nothing = Prisma.sql`false`;

/** An id in a filter: one that PostgreSQL cannot hold is no row's id. */
export function idCondition(column: Sql, filter: IDFilter): Sql {
  return exactConditions(column, filter, (id) => (isStorableText(id) ? id : null));
}

/** How a column of texts is stored, and what indexes there are for it. */
export interface TextColumn {
  /** Brings compared texts into the form in which the column is stored; that of names when left out. */
  readonly normal?: (text: string) => string;
  /** A column with a trigram index, which holds the column's folded text among others. */
  readonly searchText?: Sql;
  /** Whether an index begins with the column's folded text. */
  readonly hasFoldedIndex?: true;
}

/**
 * A text in a filter.
 *
 * Indexes have folded texts. So a condition that an index can look up is put before those on the column itself: it is true of
 * all rows that these are true of, since `fold_text` goes code point by code point and gives the same after `fold_case`.
 */
export function textCondition(column: Sql, filter: StringFilter, textColumn: TextColumn = {}): Sql {
  const { normal = normalizeText, searchText, hasFoldedIndex = false } = textColumn;
  // A blank text has no normal form, and is looked for as it is.
  const compared = (text: string) => normal(text) || text;
  const exact = exactConditions(column, filter, compared);
  const conditions = [hasFoldedIndex ? lookedUp(foldedConditions(column, filter, compared), exact) : exact];
  const like = (before: string, text: string, after: string) => {
    // In normal form, too: what `eq` finds, these find.
    const part = compared(text);
    const matches = Prisma.sql`fold_case(${column}) LIKE ${before} || like_escape(fold_case(${part})) || ${after}`;
    if (searchText === undefined) return matches;
    const isInSearchText = Prisma.sql`${searchText} LIKE '%' || like_escape(fold_text(${part})) || '%'`;
    // Where no index helps, it saves folding most of the rows. COALESCE keeps PostgreSQL from looking it up.
    if (!hasTrigram(part)) return Prisma.sql`COALESCE(${isInSearchText}, false) AND ${matches}`;
    return lookedUp([isInSearchText], matches);
  };
  if (isGiven(filter.contains)) conditions.push(like("%", filter.contains, "%"));
  if (isGiven(filter.startsWith)) conditions.push(like("", filter.startsWith, "%"));
  if (isGiven(filter.endsWith)) conditions.push(like("%", filter.endsWith, ""));
  if (isGiven(filter.isNull)) conditions.push(nullness(column, filter.isNull));
  return all(conditions);
}

/** A moment in a filter. */
export function dateTimeCondition(column: Sql, filter: DateTimeFilter): Sql {
  const at = (date: Date) => Prisma.sql`${timestamp(date)}::timestamptz`;
  const conditions: Sql[] = [];
  if (filter.eq !== undefined)
    conditions.push(filter.eq === null ? nullness(column, true) : Prisma.sql`${column} = ${at(filter.eq)}`);
  if (isGiven(filter.lt)) conditions.push(Prisma.sql`${column} < ${at(filter.lt)}`);
  if (isGiven(filter.lte)) conditions.push(Prisma.sql`${column} <= ${at(filter.lte)}`);
  if (isGiven(filter.gt)) conditions.push(Prisma.sql`${column} > ${at(filter.gt)}`);
  if (isGiven(filter.gte)) conditions.push(Prisma.sql`${column} >= ${at(filter.gte)}`);
  if (isGiven(filter.isNull)) conditions.push(nullness(column, filter.isNull));
  return all(conditions);
}

/** A moment as PostgreSQL reads it; one outside the years that rows can have compares like the end of time. */
function timestamp(date: Date): string {
  const year = date.getUTCFullYear();
  if (year < 1) return "-infinity";
  return year > 9999 ? "infinity" : date.toISOString();
}

/** A yes or no in a filter. */
export function booleanCondition(column: Sql, value: boolean): Sql {
  return value ? column : Prisma.sql`NOT ${column}`;
}

/** Conditions on keys of metadata, all required. */
export function metadataCondition(column: Sql, filters: readonly MetadataFilter[]): Sql {
  return all(filters.map((filter) => metadataKeyCondition(column, filter)));
}

function metadataKeyCondition(column: Sql, { path, equals, exists }: MetadataFilter): Sql {
  // Unlike #>, the arrow with a name finds nothing in a list.
  const value = Prisma.sql`(${Prisma.join([column, ...path.map((name) => Prisma.sql`${name}::text`)], " -> ")})`;
  const conditions: Sql[] = [];
  if (isGiven(exists)) conditions.push(exists ? Prisma.sql`${value} IS NOT NULL` : Prisma.sql`${value} IS NULL`);
  if (equals !== undefined) {
    // The containment is implied by the equality, and is what the index on metadata can look up.
    const nested = path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), equals);
    conditions.push(
      Prisma.sql`${column} @> ${JSON.stringify(nested)}::jsonb AND ${value} = ${JSON.stringify(equals)}::jsonb`,
    );
  }
  return all(conditions);
}

function exactConditions(column: Sql, filter: IDFilter, normal: (text: string) => string | null): Sql {
  const conditions: Sql[] = [];
  const many = (texts: string[]) => texts.map(normal).filter((text) => text !== null);
  if (filter.eq !== undefined) {
    if (filter.eq === null) conditions.push(nullness(column, true));
    else conditions.push(normal(filter.eq) === null ? nothing : Prisma.sql`${column} = ${normal(filter.eq)}`);
  }
  if (filter.ne !== undefined) {
    if (filter.ne === null) conditions.push(nullness(column, false));
    else if (normal(filter.ne) !== null) conditions.push(Prisma.sql`${column} IS DISTINCT FROM ${normal(filter.ne)}`);
  }
  if (isGiven(filter.in)) conditions.push(Prisma.sql`${column} = ANY (${many(filter.in)}::text[])`);
  if (isGiven(filter.notIn)) conditions.push(Prisma.sql`(${column} = ANY (${many(filter.notIn)}::text[])) IS NOT TRUE`);
  return all(conditions);
}

/**
 * Whether a trigram index has anything to look up a text by, in every locale of the database. Without that, PostgreSQL would read
 * the whole index, which takes longer than to read the table.
 */
function hasTrigram(text: string): boolean {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "");
  return /[a-z0-9]{3}/i.test(plain);
}

/**
 * Conditions that an index looks up, and those that decide. PostgreSQL knows by its statistics how many rows the former leave; of
 * the latter it would suppose that they leave few of these, but not of what stands in COALESCE.
 */
function lookedUp(indexed: readonly Sql[], exact: Sql): Sql {
  return indexed.length === 0 ? exact : all([...indexed, Prisma.sql`COALESCE(${exact}, false)`]);
}

/** For a longer list, PostgreSQL reads the table as fast. */
const maxLookedUp = 100;

/** What an index on the folded text can look up: true where `eq` and `in` are. */
function foldedConditions(column: Sql, { eq, in: among }: StringFilter, compared: (text: string) => string): Sql[] {
  const conditions: Sql[] = [];
  if (isGiven(eq)) conditions.push(Prisma.sql`fold_text(${column}) = fold_text(${compared(eq)})`);
  if (isGiven(among) && among.length > 0 && among.length <= maxLookedUp) {
    const texts = among.map((text) => Prisma.sql`fold_text(${compared(text)})`);
    conditions.push(Prisma.sql`fold_text(${column}) = ANY (ARRAY[${Prisma.join(texts)}])`);
  }
  return conditions;
}

function nullness(column: Sql, isNull: boolean): Sql {
  return isNull ? Prisma.sql`${column} IS NULL` : Prisma.sql`${column} IS NOT NULL`;
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
