import { Prisma } from "../../database/generated/client.js";
import type { Sql } from "../../database/sql/sql.js";
import { normalizeText } from "../input/normalize-text.js";
import { isStorableText } from "../node/ids.js";
import { canUseTrigramIndex, containsPattern } from "../search/contains-pattern.js";
import type { DateTimeFilter, IDFilter, MetadataFilter, StringFilter } from "./comparison.input.js";
import type { DeletedScope } from "./deleted-scope.type.js";

// A comparison may be SQL's unknown if a value is null. `not`, `none` and `every` use IS NOT TRUE, which treats unknown as
// false. `ne` and `notIn` match rows without a value explicitly.

const all = (conditions: Sql[]): Sql => (conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, " AND "));
const matchesNothing = Prisma.sql`false`;

/** Returns the condition of an id filter. An id that PostgreSQL cannot store matches no row. */
export function idCondition(column: Sql, filter: IDFilter): Sql {
  return exactConditions(column, filter, (id) => (isStorableText(id) ? id : null));
}

/** The format and the indexes of a text column. */
export interface TextColumn {
  /** Converts a text to the stored form of the column. Default: `normalizeText`. */
  readonly normalize?: (text: string) => string;
  /** A column with a trigram index that contains the folded text of this column, among other texts. */
  readonly searchText?: Sql;
  /** True if an index starts with the folded text of the column. */
  readonly hasFoldedIndex?: true;
}

/**
 * Returns the condition of a text filter.
 *
 * Indexes hold folded texts. So a condition on the folded text, which an index can look up, is added before the conditions on
 * the column itself. It is true for all rows that match those, because `fold_text` works code point by code point and gives
 * the same result after `fold_case`.
 */
export function textCondition(column: Sql, filter: StringFilter, textColumn: TextColumn = {}): Sql {
  const { normalize = normalizeText, searchText, hasFoldedIndex = false } = textColumn;
  // A blank text has no normal form and is compared unchanged.
  const normalizeOperand = (text: string) => normalize(text) || text;
  const exact = exactConditions(column, filter, normalizeOperand);
  const conditions = [
    hasFoldedIndex ? withIndexLookup(foldedConditions(column, filter, normalizeOperand), exact) : exact,
  ];
  const like = (before: string, text: string, after: string) => {
    // The text is normalized like that of `eq`, so that these operators find all rows that `eq` finds.
    const part = normalizeOperand(text);
    const matches = Prisma.sql`fold_case(${column}) LIKE ${before} || like_escape(fold_case(${part})) || ${after}`;
    if (searchText === undefined) return matches;
    const isInSearchText = Prisma.sql`${searchText} LIKE ${containsPattern(part)}`;
    // Without an index, this check avoids folding most rows. COALESCE stops PostgreSQL from using the index.
    if (!canUseTrigramIndex(part)) return Prisma.sql`COALESCE(${isInSearchText}, false) AND ${matches}`;
    return withIndexLookup([isInSearchText], matches);
  };
  if (isGiven(filter.contains)) conditions.push(like("%", filter.contains, "%"));
  if (isGiven(filter.startsWith)) conditions.push(like("", filter.startsWith, "%"));
  if (isGiven(filter.endsWith)) conditions.push(like("%", filter.endsWith, ""));
  if (isGiven(filter.isNull)) conditions.push(nullCondition(column, filter.isNull));
  return all(conditions);
}

/** Returns the condition of a timestamp filter. */
export function dateTimeCondition(column: Sql, filter: DateTimeFilter): Sql {
  const asTimestamp = (date: Date) => Prisma.sql`${formatDate(date)}::timestamptz`;
  const conditions: Sql[] = [];
  if (filter.eq !== undefined)
    conditions.push(
      filter.eq === null ? nullCondition(column, true) : Prisma.sql`${column} = ${asTimestamp(filter.eq)}`,
    );
  if (isGiven(filter.lt)) conditions.push(Prisma.sql`${column} < ${asTimestamp(filter.lt)}`);
  if (isGiven(filter.lte)) conditions.push(Prisma.sql`${column} <= ${asTimestamp(filter.lte)}`);
  if (isGiven(filter.gt)) conditions.push(Prisma.sql`${column} > ${asTimestamp(filter.gt)}`);
  if (isGiven(filter.gte)) conditions.push(Prisma.sql`${column} >= ${asTimestamp(filter.gte)}`);
  if (isGiven(filter.isNull)) conditions.push(nullCondition(column, filter.isNull));
  return all(conditions);
}

/** Formats a timestamp for PostgreSQL. A timestamp outside the years of rows compares as infinity. */
function formatDate(date: Date): string {
  const year = date.getUTCFullYear();
  if (year < 1) return "-infinity";
  return year > 9999 ? "infinity" : date.toISOString();
}

/** Returns the condition of a boolean filter. */
export function booleanCondition(column: Sql, value: boolean): Sql {
  return value ? column : Prisma.sql`NOT ${column}`;
}

/** Returns the condition that a row is in the scope. `deletedAt` is its column. */
export function deletedCondition(scope: DeletedScope, deletedAt: Sql): Sql {
  if (scope === "INCLUDE") return Prisma.sql`true`;
  return scope === "ONLY" ? Prisma.sql`${deletedAt} IS NOT NULL` : Prisma.sql`${deletedAt} IS NULL`;
}

/** Returns the condition that all metadata filters match. */
export function metadataCondition(column: Sql, filters: readonly MetadataFilter[]): Sql {
  return all(filters.map((filter) => metadataKeyCondition(column, filter)));
}

function metadataKeyCondition(column: Sql, { path, equals, exists }: MetadataFilter): Sql {
  // Unlike #>, the operator -> with a name never returns an element of a list.
  const value = Prisma.sql`(${Prisma.join([column, ...path.map((name) => Prisma.sql`${name}::text`)], " -> ")})`;
  const conditions: Sql[] = [];
  if (isGiven(exists)) conditions.push(exists ? Prisma.sql`${value} IS NOT NULL` : Prisma.sql`${value} IS NULL`);
  if (equals !== undefined) {
    // The equality implies the containment (@>). The containment lets PostgreSQL use the index on metadata.
    const nested = path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), equals);
    conditions.push(
      Prisma.sql`${column} @> ${JSON.stringify(nested)}::jsonb AND ${value} = ${JSON.stringify(equals)}::jsonb`,
    );
  }
  return all(conditions);
}

function exactConditions(column: Sql, filter: IDFilter, normalize: (text: string) => string | null): Sql {
  const conditions: Sql[] = [];
  const many = (texts: string[]) => texts.map(normalize).filter((text) => text !== null);
  if (filter.eq !== undefined) {
    if (filter.eq === null) conditions.push(nullCondition(column, true));
    else
      conditions.push(normalize(filter.eq) === null ? matchesNothing : Prisma.sql`${column} = ${normalize(filter.eq)}`);
  }
  if (filter.ne !== undefined) {
    if (filter.ne === null) conditions.push(nullCondition(column, false));
    else if (normalize(filter.ne) !== null)
      conditions.push(Prisma.sql`${column} IS DISTINCT FROM ${normalize(filter.ne)}`);
  }
  if (isGiven(filter.in)) conditions.push(Prisma.sql`${column} = ANY (${many(filter.in)}::text[])`);
  if (isGiven(filter.notIn)) conditions.push(Prisma.sql`(${column} = ANY (${many(filter.notIn)}::text[])) IS NOT TRUE`);
  return all(conditions);
}

/**
 * Combines conditions for an index lookup with the exact condition. PostgreSQL estimates well how many rows the lookup
 * leaves. It would wrongly assume that the exact condition removes most of them; with COALESCE it does not.
 */
function withIndexLookup(indexed: readonly Sql[], exact: Sql): Sql {
  return indexed.length === 0 ? exact : all([...indexed, Prisma.sql`COALESCE(${exact}, false)`]);
}

/** Maximum list length for an index lookup. For a longer list, reading the table is as fast. */
const maxIndexedTexts = 100;

/** Returns conditions that an index on the folded text can look up. They are true whenever `eq` and `in` are. */
function foldedConditions(
  column: Sql,
  { eq, in: among }: StringFilter,
  normalizeOperand: (text: string) => string,
): Sql[] {
  const conditions: Sql[] = [];
  if (isGiven(eq)) conditions.push(Prisma.sql`fold_text(${column}) = fold_text(${normalizeOperand(eq)})`);
  if (isGiven(among) && among.length > 0 && among.length <= maxIndexedTexts) {
    const texts = among.map((text) => Prisma.sql`fold_text(${normalizeOperand(text)})`);
    conditions.push(Prisma.sql`fold_text(${column}) = ANY (ARRAY[${Prisma.join(texts)}])`);
  }
  return conditions;
}

function nullCondition(column: Sql, isNull: boolean): Sql {
  return isNull ? Prisma.sql`${column} IS NULL` : Prisma.sql`${column} IS NOT NULL`;
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
