import { Prisma } from "../../database/generated/client.js";
import type { Sql } from "../../database/sql/sql.js";
import type { Placeholder } from "../../database/sql/statement.js";
import type { OrderTerm } from "./order.js";

type Value = string | Placeholder<never> | null;

/** The position of a row in an order: values, or placeholders for values in a prepared statement. */
export type KeysetPosition = readonly Value[];

/*
 * SQL conditions for the rows before or after a position (keyset pagination).
 *
 * The rows after a position (v1, v2, …) share the values of the first keys with the position and come after it by the next
 * key. For each number of shared keys, these rows are one range of an index on the keys:
 *
 *   k1 = v1 AND k2 = v2 AND id > v3      nearest
 *   k1 = v1 AND k2 > v2
 *   k1 > v1                              farthest
 *
 *
 * A page is the start of the union of these ranges. With a single OR condition, PostgreSQL would read the index from its
 * start and discard the rows before the position. A nullable key has a separate range for its nulls.
 */

/** A range of rows that are adjacent in an index on the keys. */
export interface KeysetRange {
  readonly condition: Sql;
  /** Number of leading keys that have the same value in all rows of the range. */
  readonly sharedKeys: number;
}

/** Returns the disjoint ranges of rows after a position in an order, nearest first. */
export function rangesAfter(terms: readonly OrderTerm[], position: KeysetPosition): KeysetRange[] {
  return terms
    .flatMap((_, index) => {
      const equal = terms.slice(0, index).map((term, key) => equals(term, position[key] ?? null));
      return [...rangesAfterValue(terms, index, position[index] ?? null)]
        .reverse()
        .map(({ condition, sharedKeys }) => ({
          condition: Prisma.join([...equal, condition], " AND "),
          sharedKeys: index + sharedKeys,
        }));
    })
    .reverse();
}

/** Returns the disjoint ranges of rows at a position and after it, nearest first. */
export function rangesFrom(terms: readonly OrderTerm[], position: KeysetPosition): KeysetRange[] {
  const conditions = terms.map((term, index) => equals(term, position[index] ?? null));
  return [{ condition: Prisma.join(conditions, " AND "), sharedKeys: terms.length }, ...rangesAfter(terms, position)];
}

/** Returns the disjoint ranges of all rows, in order. */
export function allRanges(terms: readonly OrderTerm[]): KeysetRange[] {
  const [first] = terms;
  if (first === undefined) return [{ condition: Prisma.sql`true`, sharedKeys: 0 }];
  const nulls = nullsOf(terms, 0);
  // The index stores nulls last, with ids ascending. A single read of the index cannot return nulls first and ids ascending.
  // Two separate reads can.
  if (first.nullable && first.direction === "DESC" && terms[nulls.sharedKeys]?.direction === "ASC") {
    return [nulls, { condition: Prisma.sql`${first.expression} IS NOT NULL`, sharedKeys: 0 }];
  }
  return [{ condition: Prisma.sql`true`, sharedKeys: 0 }];
}

/** Returns the condition that a row comes after a position. Pass the reversed order for rows before the position. */
export function afterCondition(terms: readonly OrderTerm[], position: KeysetPosition): Sql {
  const ranges = rangesAfter(terms, position).map(({ condition }) => condition);
  if (ranges.length === 0) return Prisma.sql`false`;
  const [term, value] = [terms[0], position[0] ?? null];
  const anyRange = Prisma.sql`(${Prisma.join(ranges, " OR ")})`;
  if (term === undefined || value === null || (term.nullable && term.direction === "ASC")) return anyRange;
  // The ranges imply this comparison. It lets PostgreSQL start reading the index at the position.
  const comparison = Prisma.raw(term.direction === "ASC" ? ">=" : "<=");
  return Prisma.sql`${term.expression} ${comparison} ${castValue(term, value)} AND ${anyRange}`;
}

/** Returns the ranges of one key's values that come after a value, nearest first. */
function rangesAfterValue(terms: readonly OrderTerm[], index: number, value: Value): KeysetRange[] {
  const term = terms[index];
  if (term === undefined) return [];
  const { expression, direction, nullable, exactTextOf } = term;
  if (value === null && (direction === "ASC" || exactTextOf !== undefined)) return [];
  if (direction === "ASC") {
    const greater = { condition: Prisma.sql`${expression} > ${castValue(term, value)}`, sharedKeys: 0 };
    return nullable && exactTextOf === undefined ? [greater, nullsOf(terms, index)] : [greater];
  }
  if (value === null) return [{ condition: Prisma.sql`${expression} IS NOT NULL`, sharedKeys: 0 }];
  return [{ condition: Prisma.sql`${expression} < ${castValue(term, value)}`, sharedKeys: 0 }];
}

/** Returns the range of rows where a key is null. The exact text of the key is null there, too. */
function nullsOf(terms: readonly OrderTerm[], index: number): KeysetRange {
  const isExactTextNext = terms[index + 1]?.exactTextOf === terms[index]?.expression;
  const nulls = terms.slice(index, isExactTextNext ? index + 2 : index + 1);
  return {
    condition: Prisma.join(
      nulls.map((term) => equals(term, null)),
      " AND ",
    ),
    sharedKeys: nulls.length,
  };
}

function equals(term: OrderTerm, value: Value): Sql {
  return value === null
    ? Prisma.sql`${term.expression} IS NULL`
    : Prisma.sql`${term.expression} = ${castValue(term, value)}`;
}

function castValue(term: OrderTerm, value: Value): Sql {
  return Prisma.sql`${value}::${Prisma.raw(term.type)}`;
}
