import { Prisma } from "../../database/generated/client.js";
import type { Placeholder, Sql } from "../../database/sql/sql.js";
import { badArgument } from "../errors/request-errors.js";
import type { SortInput, SortKey } from "./list-definition.js";
import type { SortDirection } from "./sort-direction.type.js";

/** One term of an ORDER BY clause. Nulls come last if ascending and first if descending (the default of PostgreSQL). */
export interface OrderTerm extends Omit<SortKey, "exact"> {
  readonly direction: SortDirection;
  /** The expression of an earlier term that folds this text. It is null if and only if this text is null. */
  readonly exactTextOf?: Sql;
}

/** A total order: it ends with the exact texts of folded keys and the id, so no two rows are equal. */
export interface Order {
  readonly terms: readonly OrderTerm[];
  /** Identifies the order in its cursors. */
  readonly signature: string;
}

export const maxSortFields = 5;

/**
 * Returns the order that a `sort` argument requests, made total by exact texts and the id. Without a `sort` argument, this is
 * creation order. The id takes the direction of the last field, so an index on the field and the id serves both directions.
 * @throws BAD_USER_INPUT for more than 5 fields, or for the same field twice.
 */
export function orderOf(
  sort: readonly SortInput[] | null | undefined,
  keys: Readonly<Record<string, SortKey>>,
  id: SortKey,
): Order {
  const requested = sort ?? [];
  if (requested.length > maxSortFields) {
    throw badArgument(["sort"], `must have at most ${maxSortFields} fields, got ${requested.length}`);
  }
  const fields = requested.map(({ field }) => field);
  const duplicate = fields.find((field, index) => fields.indexOf(field) !== index);
  if (duplicate !== undefined) throw badArgument(["sort"], `must name a field once, got ${duplicate} twice`);

  const terms: OrderTerm[] = [];
  const exactTexts: OrderTerm[] = [];
  const signature: string[] = [];
  const idDirection = requested.at(-1)?.direction ?? "ASC";
  for (const { field, direction } of [...requested, { field: "ID", direction: idDirection }]) {
    signature.push(`${field}:${direction}`);
    if (field === "ID") {
      terms.push(...exactTexts, { ...id, direction });
      break; // The id is unique: later keys would change nothing.
    }
    const sortKey = keys[field];
    if (sortKey === undefined) throw badArgument(["sort"], `must name a field of this list, got ${field}`);
    const { exact, ...key } = sortKey;
    terms.push({ ...key, direction });
    if (exact !== undefined) exactTexts.push({ ...key, expression: exact, direction, exactTextOf: key.expression });
  }
  return { terms, signature: signature.join(",") };
}

/** Returns the reversed order. */
export function reversed(terms: readonly OrderTerm[]): OrderTerm[] {
  return terms.map((term) => ({ ...term, direction: term.direction === "ASC" ? "DESC" : "ASC" }));
}

/**
 * Returns an ORDER BY list. The first `sharedKeys` keys have the same value in all rows. They may have any direction, so they
 * take the direction of the next key.
 */
export function orderBy(terms: readonly OrderTerm[], sharedKeys = 0): Sql {
  const nextDirection = terms[sharedKeys]?.direction;
  return Prisma.join(
    terms.map(({ expression, direction }, index) => {
      const sql = index < sharedKeys ? (nextDirection ?? direction) : direction;
      return Prisma.sql`${expression} ${Prisma.raw(sql)}`;
    }),
  );
}

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
 * A page is the start of the union of these ranges. With a single OR condition, PostgreSQL would read the index from its
 * start and discard the rows before the position. A nullable key has a separate range for its nulls.
 *
 * Keys of one direction that are not null make one range, a comparison of rows: (k1, k2, id) > (v1, v2, v3).
 */

/** A range of rows that are adjacent in an index on the keys. */
export interface KeysetRange {
  readonly condition: Sql;
  /** Number of leading keys that have the same value in all rows of the range. */
  readonly sharedKeys: number;
}

/** Returns the disjoint ranges of rows after a position in an order, nearest first. */
export function rangesAfter(terms: readonly OrderTerm[], position: KeysetPosition): KeysetRange[] {
  // There is always one: the id is never null.
  const rowStart = terms.findIndex((_, index) => isComparedAsRow(terms.slice(index), position.slice(index)));
  return terms
    .slice(0, rowStart + 1)
    .flatMap((_, index) => {
      const equal = terms.slice(0, index).map((term, key) => equals(term, position[key] ?? null));
      const ranges =
        index === rowStart
          ? rangesAfterRow(terms, index, position)
          : rangesAfterValue(terms, index, position[index] ?? null);
      return ranges.reverse().map(({ condition, sharedKeys }) => ({
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
  const [first] = ranges;
  if (first === undefined) return Prisma.sql`false`;
  if (ranges.length === 1) return first;
  const [term, value] = [terms[0], position[0] ?? null];
  const anyRange = Prisma.sql`(${Prisma.join(ranges, " OR ")})`;
  if (term === undefined || value === null || (term.nullable && term.direction === "ASC")) return anyRange;
  // The ranges imply this comparison. It lets PostgreSQL start reading the index at the position.
  const comparison = Prisma.raw(term.direction === "ASC" ? ">=" : "<=");
  return Prisma.sql`${term.expression} ${comparison} ${castValue(term, value)} AND ${anyRange}`;
}

/**
 * True if one comparison of rows finds the rows after a position. A row with a null compares as unknown, so only the first key
 * may be null: its nulls are a range of their own, and its exact text is null in the same rows.
 */
function isComparedAsRow(terms: readonly OrderTerm[], position: KeysetPosition): boolean {
  const [first] = terms;
  return terms.every(
    ({ direction, nullable, exactTextOf }, index) =>
      direction === first?.direction &&
      position[index] != null &&
      (index === 0 ? exactTextOf === undefined : !nullable || exactTextOf === first.expression),
  );
}

/** Returns the ranges of the keys from `index` on that come after a position, nearest first. */
function rangesAfterRow(terms: readonly OrderTerm[], index: number, position: KeysetPosition): KeysetRange[] {
  const keys = terms.slice(index);
  const [first] = keys;
  if (first === undefined) return [];
  const values = keys.map((term, key) => castValue(term, position[index + key] ?? null));
  const comparison = Prisma.raw(first.direction === "ASC" ? ">" : "<");
  const row = Prisma.sql`(${Prisma.join(keys.map(({ expression }) => expression))}) ${comparison} (${Prisma.join(values)})`;
  const after = { condition: row, sharedKeys: 0 };
  return first.nullable && first.direction === "ASC" ? [after, nullsOf(terms, index)] : [after];
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
