import { Prisma } from "../../database/generated/client.js";
import type { Sql } from "../../database/sql/sql.js";

/*
 * Conditions on the rows of a table, their combinations, and the conditions of filters.
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

/** The fields that all filters share: nested conditions. */
interface Combinable<F> {
  and?: F[] | null;
  or?: F[] | null;
  not?: F | null;
}

/** The fields of a relation filter. */
export interface RelationFilter<F> {
  some?: F | null;
  none?: F | null;
  every?: F | null;
}

/**
 * The condition of each field of a filter: SQL on columns of the row, or a condition on related rows. A missing field is a
 * compile error.
 */
export type FilterConditions<F> = {
  [Field in Exclude<keyof F, keyof Combinable<F>>]-?: (condition: NonNullable<F[Field]>) => Sql | Condition;
};

/** Returns the condition of a filter on rows of a table. All fields must match. An empty filter matches every row. */
export function filterCondition<F extends object>(
  filter: F | null | undefined,
  conditionsByField: FilterConditions<F>,
  table: Table,
): Condition {
  const conditions: Condition[] = [];
  const nested = (inner: F) => filterCondition(inner, conditionsByField, table);
  for (const [field, condition] of Object.entries(filter ?? {})) {
    if (condition === null || condition === undefined) continue;
    if (field === "and") conditions.push(...withoutDuplicates(condition as F[]).map(nested));
    else if (field === "or")
      conditions.push(anyOf(mergeRelations(withoutDuplicates(condition as F[])).map(nested), table));
    else if (field === "not") conditions.push(not(nested(condition as F)));
    else conditions.push(toCondition(conditionsByField[field as keyof FilterConditions<F>](condition as never)));
  }
  return allOf(conditions, table);
}

function toCondition(condition: Sql | Condition): Condition {
  return "isSimple" in condition ? condition : simpleCondition(condition);
}

function withoutDuplicates<F>(filters: readonly F[]): F[] {
  return [...new Map(filters.map((filter) => [JSON.stringify(filter), filter])).values()];
}

/** Merges branches that have only `some` of the same relation into one `some`, so that the related rows are read once. */
function mergeRelations<F extends object>(branches: readonly F[]): F[] {
  const merged = new Map<string, object[]>();
  const others: F[] = [];
  for (const branch of branches) {
    const some = singleSomeOf(branch);
    if (some === undefined) others.push(branch);
    else merged.set(some.field, [...(merged.get(some.field) ?? []), some.filter]);
  }
  // Every relation filter accepts `or`.
  const relations = [...merged].map(([field, filters]) => ({ [field]: { some: { or: filters } } }) as F);
  return [...others, ...relations];
}

/** Returns the relation and its filter if `some` is the only condition. */
function singleSomeOf(filter: object): { readonly field: string; readonly filter: object } | undefined {
  const [field, ...otherFields] = definedEntries(filter);
  if (field === undefined || otherFields.length > 0) return undefined;
  const [operator, ...otherOperators] = definedEntries(field.value);
  if (operator?.name !== "some" || otherOperators.length > 0) return undefined;
  return { field: field.name, filter: operator.value as object };
}

function definedEntries(filter: unknown): { readonly name: string; readonly value: unknown }[] {
  if (typeof filter !== "object" || filter === null || Array.isArray(filter)) return [];
  return Object.entries(filter)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => ({ name, value }));
}

/** The source of related rows. */
export interface Relation {
  /** The column that refers to the owner of a related row. */
  readonly ownerId: Sql;
  /** FROM and WHERE of the related rows, without deleted rows. */
  readonly rows: Sql;
  /** A condition on the owner. Only owners that meet it have related rows. Default: all owners. */
  readonly hasRows?: Sql;
  /** True if an owner has only a few related rows. Default: an owner may have very many. */
  readonly isSmall?: true;
}

/** Returns the condition on related rows of the row `owner.id`. `inner` creates the condition on one related row. */
export function relationCondition<F>(
  filter: RelationFilter<F>,
  relation: Relation,
  owner: Table,
  inner: (filter: F) => Condition,
): Condition {
  const conditions: Condition[] = [];
  if (filter.some) conditions.push(relatedRow(inner(filter.some), relation, owner));
  if (filter.none) conditions.push(not(relatedRow(inner(filter.none), relation, owner)));
  if (filter.every) conditions.push(not(relatedRow(not(inner(filter.every)), relation, owner)));
  return allOf(conditions, owner);
}

/**
 * Creates the condition that a related row exists for which a condition holds.
 *
 * PostgreSQL guesses how many rows match a text. If it expects many, it reads the related rows of each owner in turn until one
 * matches. That takes very long if none matches. So all owners that have such a row are found at once: PostgreSQL does not
 * combine a subquery with OFFSET 0, or a materialized common table expression, with the rest of the statement.
 */
function relatedRow(condition: Condition, relation: Relation, { alias }: Table): Condition {
  const { ownerId, rows, hasRows, isSmall = false } = relation;
  const id = Prisma.raw(`${alias}.id`);
  const ownerCondition = hasRows === undefined ? Prisma.empty : Prisma.sql` AND ${hasRows}`;
  const related = () => Prisma.sql`FROM ${rows} AND ${condition.sql(true)}`;
  const isLocal = isSmall && condition.isSimple;
  const owners = () => {
    // One related row of each owner is enough.
    if (condition === everyRow) return Prisma.sql`SELECT ${ownerId} AS id ${related()}`;
    return isLocal
      ? Prisma.sql`SELECT ${ownerId} AS id ${related()} OFFSET 0`
      : Prisma.sql`WITH owner AS MATERIALIZED (SELECT DISTINCT ${ownerId} AS id ${related()}) SELECT id FROM owner`;
  };
  return {
    isSimple: false,
    sql: (holds) =>
      holds
        ? Prisma.sql`(${id} IN (${owners()})${ownerCondition})`
        : Prisma.sql`NOT EXISTS (SELECT FROM (${owners()}) AS owner WHERE owner.id = ${id}${ownerCondition})`,
    check: isLocal
      ? () => Prisma.sql`EXISTS (SELECT ${related()} AND ${ownerId} = ${id}${ownerCondition} OFFSET 0)`
      : undefined,
  };
}
