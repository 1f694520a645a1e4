import { Prisma } from "../../database/generated/client.js";
import type { Sql } from "../../database/sql/sql.js";

/*
 * Conditions on the rows of a table, and how they combine.
 *
 * PostgreSQL turns `id IN (SELECT …)` and `NOT EXISTS (SELECT …)` into joins that start from the side with fewer rows, but only
 * where they stand among conditions that are all required. Under OR and NOT it would run them for each row. So NOT is moved
 * inwards, to the conditions on columns and to the relations, and OR becomes a UNION of ids: each of its branches is then a
 * SELECT of its own, with its own joins and indexes.
 */

/** A table whose rows have an `id`, and the name that the conditions call it by. */
export interface Table {
  readonly name: string;
  readonly alias: string;
}

/** A condition on a row. */
export interface Condition {
  /** True when it looks at the row's own columns alone. */
  readonly isSimple: boolean;
  /** SQL that is true where the condition holds, or with `false` where it does not; otherwise it is false or unknown. */
  sql(holds: boolean): Sql;
}

/** A condition on the row's own columns. Where it is unknown it does not hold. */
export function simpleCondition(sql: Sql): Condition {
  return { isSimple: true, sql: (holds) => (holds ? sql : Prisma.sql`(${sql}) IS NOT TRUE`) };
}

/** All of the conditions hold. */
export function allOf(conditions: readonly Condition[], table: Table): Condition {
  const isSimple = conditions.every((condition) => condition.isSimple);
  if (isSimple) return simpleCondition(conjunction(conditions.map((condition) => condition.sql(true))));
  return {
    isSimple,
    sql: (holds) =>
      holds ? conjunction(conditions.map((condition) => condition.sql(true))) : union(conditions, false, table),
  };
}

/** At least one of the conditions holds. */
export function anyOf(conditions: readonly Condition[], table: Table): Condition {
  const isSimple = conditions.every((condition) => condition.isSimple);
  if (isSimple) return simpleCondition(disjunction(conditions.map((condition) => condition.sql(true))));
  return {
    isSimple,
    sql: (holds) =>
      holds ? union(conditions, true, table) : conjunction(conditions.map((condition) => condition.sql(false))),
  };
}

/** The condition does not hold. */
export function not({ isSimple, sql }: Condition): Condition {
  return isSimple ? simpleCondition(sql(false)) : { isSimple, sql: (holds) => sql(!holds) };
}

/** Rows for which at least one of the conditions holds, or fails: those on columns are one branch, each relation is another. */
function union(conditions: readonly Condition[], holds: boolean, { name, alias }: Table): Sql {
  const simple = conditions.filter((condition) => condition.isSimple).map((condition) => condition.sql(holds));
  const related = conditions.filter((condition) => !condition.isSimple).map((condition) => condition.sql(holds));
  const branches = [...(simple.length > 0 ? [disjunction(simple)] : []), ...related];
  const [only, ...others] = branches;
  if (only !== undefined && others.length === 0) return only;
  // The name hides that of the outer row, which the branches do not refer to.
  const selects = branches.map(
    (branch) => Prisma.sql`SELECT ${Prisma.raw(`${alias}.id FROM ${name} ${alias}`)} WHERE ${branch}`,
  );
  return Prisma.sql`${Prisma.raw(alias)}.id IN (${Prisma.join(selects, " UNION ")})`;
}

function conjunction(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.sql`(${Prisma.join(conditions, " AND ")})`;
}

function disjunction(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? Prisma.sql`false` : Prisma.sql`(${Prisma.join(conditions, " OR ")})`;
}
