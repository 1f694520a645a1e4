import { Prisma } from "../../database/generated/client.js";
import type { Sql } from "../../database/sql/sql.js";
import { allOf, anyOf, type Condition, not, simpleCondition, type Table } from "./condition.js";

/** What every filter has: conditions nest in it. */
interface Combinable<F> {
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

/** For each field of a filter, its condition: SQL on the row's own columns, or one on related rows. A field without one does not compile. */
export type FilterConditions<F> = {
  [Field in Exclude<keyof F, keyof Combinable<F>>]-?: (condition: NonNullable<F[Field]>) => Sql | Condition;
};

/** The condition a filter stands for on rows of a table: everything in it is required, an empty one matches every row. */
export function filterCondition<F extends object>(
  filter: F | null | undefined,
  meanings: FilterConditions<F>,
  table: Table,
): Condition {
  const conditions: Condition[] = [];
  const nested = (inner: F) => filterCondition(inner, meanings, table);
  for (const [field, condition] of Object.entries(filter ?? {})) {
    if (condition === null || condition === undefined) continue;
    if (field === "and") conditions.push(...withoutRepetition(condition as F[]).map(nested));
    else if (field === "or")
      conditions.push(anyOf(mergeRelations(withoutRepetition(condition as F[])).map(nested), table));
    else if (field === "not") conditions.push(not(nested(condition as F)));
    else conditions.push(toCondition(meanings[field as keyof FilterConditions<F>](condition as never)));
  }
  return allOf(conditions, table);
}

function toCondition(condition: Sql | Condition): Condition {
  return "isSimple" in condition ? condition : simpleCondition(condition);
}

function withoutRepetition<F>(filters: readonly F[]): F[] {
  return [...new Map(filters.map((filter) => [JSON.stringify(filter), filter])).values()];
}

/** `some` of one relation or `some` of the same is `some` of either: the related rows are read once. */
function mergeRelations<F extends object>(branches: readonly F[]): F[] {
  const merged = new Map<string, object[]>();
  const others: F[] = [];
  for (const branch of branches) {
    const some = onlySome(branch);
    if (some === undefined) others.push(branch);
    else merged.set(some.field, [...(merged.get(some.field) ?? []), some.filter]);
  }
  // The filter of a relation is combinable as well.
  const relations = [...merged].map(([field, filters]) => ({ [field]: { some: { or: filters } } }) as F);
  return [...others, ...relations];
}

/** The relation that a filter asks `some` of, where it asks for nothing else. */
function onlySome(filter: object): { readonly field: string; readonly filter: object } | undefined {
  const [field, ...otherFields] = givenIn(filter);
  if (field === undefined || otherFields.length > 0) return undefined;
  const [operator, ...otherOperators] = givenIn(field.value);
  if (operator?.name !== "some" || otherOperators.length > 0) return undefined;
  return { field: field.name, filter: operator.value as object };
}

function givenIn(filter: unknown): { readonly name: string; readonly value: unknown }[] {
  if (typeof filter !== "object" || filter === null || Array.isArray(filter)) return [];
  return Object.entries(filter)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => ({ name, value }));
}

/** Where related rows are read from. */
export interface Relation {
  /** The column that has the id of the row they belong to. */
  readonly ownerId: Sql;
  /** FROM and WHERE, deleted rows left out. */
  readonly rows: Sql;
  /** Only an owner for whom this holds has related rows; all may when it is left out. */
  readonly hasRows?: Sql;
}

/** The condition on related rows of the row `owner.id`; `inner` makes the condition on one of them. */
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

/** There is a related row for which a condition holds. */
function relatedRow(condition: Condition, { ownerId, rows, hasRows }: Relation, { alias }: Table): Condition {
  const id = Prisma.raw(`${alias}.id`);
  const guard = hasRows === undefined ? Prisma.empty : Prisma.sql` AND ${hasRows}`;
  return {
    isSimple: false,
    sql: (holds) =>
      holds
        ? Prisma.sql`(${id} IN (SELECT ${ownerId} FROM ${rows} AND ${condition.sql(true)})${guard})`
        : Prisma.sql`NOT EXISTS (SELECT FROM ${rows} AND ${ownerId} = ${id}${guard} AND ${condition.sql(true)})`,
  };
}
