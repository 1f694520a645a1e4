import { Prisma } from "../database/generated/client.js";
import { badUserInput } from "../errors/request-errors.js";
import { jsonLevels } from "../input/json-size.js";
import type { Sql } from "../pagination/order.js";

/** What every filter has: conditions nest in it. */
export interface Combinable<F> {
  and?: F[] | null;
  or?: F[] | null;
  not?: F | null;
}

/** What a relation filter has. */
export interface RelationFilter<F> {
  some?: F | null;
  none?: F | null;
  every?: F | null;
}

/** For each field of a filter, what it means in SQL. A field without a meaning does not compile. */
export type Meanings<F> = {
  [Field in Exclude<keyof F, keyof Combinable<F>>]-?: (condition: NonNullable<F[Field]>) => Sql;
};

/** The condition a filter stands for: everything in it is required, an empty one matches every row. */
export function filterCondition<F extends object>(filter: F | null | undefined, meanings: Meanings<F>): Sql {
  if (!filter) return Prisma.sql`true`;
  const conditions: Sql[] = [];
  const nested = (inner: F) => filterCondition(inner, meanings);
  for (const [field, condition] of Object.entries(filter)) {
    if (condition === null || condition === undefined) continue;
    if (field === "and") conditions.push(...(condition as F[]).map(nested));
    else if (field === "or") conditions.push(anyOf((condition as F[]).map(nested)));
    else if (field === "not") conditions.push(Prisma.sql`(${nested(condition as F)}) IS NOT TRUE`);
    else conditions.push(meanings[field as keyof Meanings<F>](condition as never));
  }
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.sql`(${Prisma.join(conditions, " AND ")})`;
}

function anyOf(conditions: Sql[]): Sql {
  return conditions.length === 0 ? Prisma.sql`false` : Prisma.sql`(${Prisma.join(conditions, " OR ")})`;
}

/**
 * The condition on related rows. `related` is their FROM and WHERE, deleted rows left out; `inner` turns a filter into a
 * condition on them.
 */
export function relationCondition<F>(filter: RelationFilter<F>, related: Sql, inner: (filter: F) => Sql): Sql {
  const conditions: Sql[] = [];
  const exists = (condition: Sql) => Prisma.sql`EXISTS (SELECT FROM ${related} AND ${condition})`;
  if (filter.some) conditions.push(exists(inner(filter.some)));
  if (filter.none) conditions.push(Prisma.sql`NOT ${exists(inner(filter.none))}`);
  if (filter.every) conditions.push(Prisma.sql`NOT ${exists(Prisma.sql`(${inner(filter.every)}) IS NOT TRUE`)}`);
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.sql`(${Prisma.join(conditions, " AND ")})`;
}

const maxLevels = 8;
const maxConditions = 100;
const maxListLength = 10_000;
const maxJsonLevels = 100;

/**
 * Refuses a filter that would be too much work, before any of it is turned into SQL.
 * @throws BAD_USER_INPUT for more than 8 levels, 100 conditions, 10,000 elements in a list or 100 levels of JSON.
 */
export function checkFilterSize(filter: object | null | undefined): void {
  const conditions = conditionsIn(filter, 0);
  if (conditions > maxConditions) {
    throw badUserInput(`where must have at most ${maxConditions} conditions, got ${conditions}.`);
  }
}

function conditionsIn(filter: object | null | undefined, level: number): number {
  if (level > maxLevels) throw badUserInput(`where must nest at most ${maxLevels} levels.`);
  const counts = Object.entries(filter ?? {}).map(([name, member]) => {
    if (name === "and" || name === "or") return sum((member ?? []).map((inner: object) => nestedIn(inner, level)));
    if (["not", "some", "none", "every"].includes(name)) return nestedIn(member, level);
    return conditionsOn(member, level);
  });
  return sum(counts);
}

/** An empty filter inside another is not free: a million of them would be a long statement, too. */
function nestedIn(filter: object | null, level: number): number {
  return Math.max(1, conditionsIn(filter, level + 1));
}

/** The conditions on one field. */
function conditionsOn(field: unknown, level: number): number {
  if (Array.isArray(field)) return metadataConditions(field);
  if (typeof field !== "object" || field === null) return 1;
  if ("some" in field || "none" in field || "every" in field) return 1 + conditionsIn(field, level);
  for (const [operator, operand] of Object.entries(field)) {
    if (Array.isArray(operand) && operand.length > maxListLength) {
      throw badUserInput(`${operator} must have at most ${maxListLength} elements, got ${operand.length}.`);
    }
  }
  return Object.keys(field).length;
}

function metadataConditions(filters: readonly { equals?: unknown }[]): number {
  if (filters.some(({ equals }) => jsonLevels(equals) > maxJsonLevels)) {
    throw badUserInput(`equals must be JSON of at most ${maxJsonLevels} levels.`);
  }
  return filters.length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
