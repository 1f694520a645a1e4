import { Prisma } from "../../database/generated/client.js";
import type { Sql } from "../../database/sql/sql.js";

/*
 * Conditions on the rows of a table, and their combinations.
 *
 * PostgreSQL converts `id IN (SELECT …)` and `NOT EXISTS (SELECT …)` to joins that start from the side with fewer rows, but
 * only in conditions joined by AND. Under OR and NOT it would run the subquery for each row. So NOT is moved inward to the
 * conditions on columns and relations, and OR becomes a UNION of ids. Each branch of the UNION is a SELECT with its own joins
 * and indexes.
 */

/** A table with a column `id`, and its alias in conditions. */
export interface Table {
  readonly name: string;
  readonly alias: string;
}

/** A condition on a row. */
export interface Condition {
  /** True if the condition uses only columns of the row itself. */
  readonly isSimple: boolean;
  /**
   * Returns SQL that is true if the condition holds, or with `false`, if it does not hold. Otherwise the SQL is false or
   * unknown.
   */
  sql(holds: boolean): Sql;
  /** Returns SQL that checks the condition for one row by a few index lookups. Missing if that can take many lookups. */
  readonly check?: (() => Sql) | undefined;
}

/** Creates a condition on columns of the row itself. If the SQL is unknown, the condition does not hold. */
export function simpleCondition(sql: Sql): Condition {
  return { isSimple: true, sql: (holds) => (holds ? sql : Prisma.sql`(${sql}) IS NOT TRUE`), check: () => sql };
}

/** The condition that holds for every row. */
export const everyRow = simpleCondition(Prisma.sql`true`);

/** Creates the condition that all conditions hold. */
export function allOf(conditions: readonly Condition[], table: Table): Condition {
  if (conditions.length === 0) return everyRow;
  const isSimple = conditions.every((condition) => condition.isSimple);
  if (isSimple) return simpleCondition(conjunction(conditions.map((condition) => condition.sql(true))));
  return {
    isSimple,
    sql: (holds) =>
      holds ? conjunction(conditions.map((condition) => condition.sql(true))) : union(conditions, false, table),
    check: checkOfAll(conditions),
  };
}

/** Creates the condition that at least one condition holds. */
export function anyOf(conditions: readonly Condition[], table: Table): Condition {
  const isSimple = conditions.every((condition) => condition.isSimple);
  if (isSimple) return simpleCondition(disjunction(conditions.map((condition) => condition.sql(true))));
  return {
    isSimple,
    sql: (holds) =>
      holds ? union(conditions, true, table) : conjunction(conditions.map((condition) => condition.sql(false))),
  };
}

/** Negates a condition. */
export function not({ isSimple, sql, check }: Condition): Condition {
  if (isSimple) return simpleCondition(sql(false));
  return { isSimple, sql: (holds) => sql(!holds), check: check && (() => Prisma.sql`(${check()}) IS NOT TRUE`) };
}

/** Returns the check that all conditions hold. It is missing if the check of a condition is missing. */
function checkOfAll(conditions: readonly Condition[]): Condition["check"] {
  const checks = conditions.flatMap(({ check }) => check ?? []);
  return checks.length === conditions.length ? () => conjunction(checks.map((check) => check())) : undefined;
}

/**
 * Returns SQL for rows for which at least one condition holds, or with `false`, does not hold. All conditions on columns form
 * one branch of the UNION. Each relation is another branch.
 */
function union(conditions: readonly Condition[], holds: boolean, { name, alias }: Table): Sql {
  const simple = conditions.filter((condition) => condition.isSimple).map((condition) => condition.sql(holds));
  const related = conditions.filter((condition) => !condition.isSimple).map((condition) => condition.sql(holds));
  const branches = [...(simple.length > 0 ? [disjunction(simple)] : []), ...related];
  const [only, ...others] = branches;
  if (only !== undefined && others.length === 0) return only;
  // The alias hides the outer row. The branches do not refer to the outer row.
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
