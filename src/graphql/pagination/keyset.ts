import { Prisma } from "../../database/generated/client.js";
import type { Sql } from "../../database/sql/sql.js";
import type { Placeholder } from "../../database/sql/statement.js";
import type { OrderTerm } from "./order.js";

type Value = string | Placeholder<never> | null;

/** Where a row stands in an order, by its values or by what stands for them in a statement. */
export type Place = readonly Value[];

/*
 * Where a row stands relative to a position, as SQL.
 *
 * The rows after a position (v1, v2, …) are those that share the values of the first keys with it and come after it by the
 * next one. For each number of shared keys that is one range of an index on the keys:
 *
 *   k1 = v1 AND k2 = v2 AND id > v3      nearest
 *   k1 = v1 AND k2 > v2
 *   k1 > v1                              farthest
 *
 * A page is cut from the union of these ranges. Written as one OR, PostgreSQL would walk the index from its start and
 * throw away what lies before the position. A key that may be null takes a range of its own for its nulls.
 */

/** Rows that an index on the keys holds side by side. */
export interface Range {
  readonly condition: Sql;
  /** How many of the first keys have one and the same value in all of its rows. */
  readonly shared: number;
}

/** The disjoint ranges of rows that come after a position in an order, nearest first. */
export function rangesAfter(terms: readonly OrderTerm[], position: Place): Range[] {
  return terms
    .flatMap((_, index) => {
      const equal = terms.slice(0, index).map((before, at) => equals(before, position[at] ?? null));
      return [...next(terms, index, position[index] ?? null)].reverse().map(({ condition, shared }) => ({
        condition: Prisma.join([...equal, condition], " AND "),
        shared: index + shared,
      }));
    })
    .reverse();
}

/** The disjoint ranges of rows at a position and after it, nearest first. */
export function rangesFrom(terms: readonly OrderTerm[], position: Place): Range[] {
  const at = terms.map((term, index) => equals(term, position[index] ?? null));
  return [{ condition: Prisma.join(at, " AND "), shared: terms.length }, ...rangesAfter(terms, position)];
}

/** The disjoint ranges of all rows, first ones first. */
export function allRanges(terms: readonly OrderTerm[]): Range[] {
  const [first] = terms;
  if (first === undefined) return [{ condition: Prisma.sql`true`, shared: 0 }];
  const nulls = nullsOf(terms, 0);
  // The index holds the nulls at the end of its rows with their ids ascending: it can only be read in an order that has
  // them first, but the ids ascending as well, when they are read apart.
  if (first.nullable && first.direction === "DESC" && terms[nulls.shared]?.direction === "ASC") {
    return [nulls, { condition: Prisma.sql`${first.expression} IS NOT NULL`, shared: 0 }];
  }
  return [{ condition: Prisma.sql`true`, shared: 0 }];
}

/** The condition that a row comes after a position, or before it in the reversed order. */
export function isAfter(terms: readonly OrderTerm[], position: Place): Sql {
  const ranges = rangesAfter(terms, position).map(({ condition }) => condition);
  if (ranges.length === 0) return Prisma.sql`false`;
  const [term, value] = [terms[0], position[0] ?? null];
  const anyRange = Prisma.sql`(${Prisma.join(ranges, " OR ")})`;
  if (term === undefined || value === null || (term.nullable && term.direction === "ASC")) return anyRange;
  // Implied by the ranges, and what an index can be cut at.
  const comparison = Prisma.raw(term.direction === "ASC" ? ">=" : "<=");
  return Prisma.sql`${term.expression} ${comparison} ${typed(term, value)} AND ${anyRange}`;
}

/** The ranges of one key's values that come after a value, nearest first. */
function next(terms: readonly OrderTerm[], index: number, value: Value): Range[] {
  const term = terms[index];
  if (term === undefined) return [];
  const { expression, direction, nullable, exactTextOf } = term;
  if (value === null && (direction === "ASC" || exactTextOf !== undefined)) return [];
  if (direction === "ASC") {
    const greater = { condition: Prisma.sql`${expression} > ${typed(term, value)}`, shared: 0 };
    return nullable && exactTextOf === undefined ? [greater, nullsOf(terms, index)] : [greater];
  }
  if (value === null) return [{ condition: Prisma.sql`${expression} IS NOT NULL`, shared: 0 }];
  return [{ condition: Prisma.sql`${expression} < ${typed(term, value)}`, shared: 0 }];
}

/** The rows without a value of a key, and so without its exact text. */
function nullsOf(terms: readonly OrderTerm[], index: number): Range {
  const isExactTextNext = terms[index + 1]?.exactTextOf === terms[index]?.expression;
  const nulls = terms.slice(index, isExactTextNext ? index + 2 : index + 1);
  return {
    condition: Prisma.join(
      nulls.map((term) => equals(term, null)),
      " AND ",
    ),
    shared: nulls.length,
  };
}

function equals(term: OrderTerm, value: Value): Sql {
  return value === null
    ? Prisma.sql`${term.expression} IS NULL`
    : Prisma.sql`${term.expression} = ${typed(term, value)}`;
}

function typed(term: OrderTerm, value: Value): Sql {
  return Prisma.sql`${value}::${Prisma.raw(term.type)}`;
}
