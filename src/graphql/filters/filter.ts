import { Prisma } from "../../database/generated/client.js";
import type { Sql } from "../../database/sql/sql.js";
import { allOf, anyOf, type Condition, everyRow, not, simpleCondition, type Table } from "./condition.js";

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
