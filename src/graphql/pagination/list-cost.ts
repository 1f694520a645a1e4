import { type GraphQLField, getNamedType, isObjectType } from "graphql";
import type { ArgumentValues } from "../cost/argument-values.js";
import { costOfField, costOfInput, type InputCost } from "../cost/cost.js";
import { type ComputedInputCost, elementsCost, type InputCosts, readCost } from "../cost/input-cost.js";
import { maxSortFields } from "./order.js";
import { defaultPageSize, maxOffset, maxPageSize } from "./page-bounds.js";

/** Number of times that a client selects each part of a list. */
export interface SelectedParts {
  readonly pages: number;
  readonly pageInfos: number;
  readonly counts: number;
}

type Field = GraphQLField<unknown, unknown>;

/** Number of rows assumed for a list that does not declare its size. */
const defaultRows = 100_000;
const offsetCost = 0.02;
const sortCost = 0.04;

/** True if the field is a connection: its type has fields that declare a part of a list. */
export function isConnection(field: Field): boolean {
  const type = getNamedType(field.type);
  return isObjectType(type) && Object.values(type.getFields()).some((part) => costOfField(part).part !== undefined);
}

/**
 * Returns the maximum number of rows of a page. A size outside the allowed range is clamped to it; the resolver rejects it
 * later.
 */
export function pageSize(field: Field, values: ArgumentValues): number {
  const size = pageArgumentsOf(field)
    .size.map((name) => values[name])
    .find((value) => typeof value === "number");
  return typeof size === "number" ? Math.min(Math.max(size, 0), maxPageSize) : defaultSizeOf(field);
}

/** True if an argument limits the number of objects in the list. */
export function hasPageSize(field: Field): boolean {
  return pageArgumentsOf(field).size.length > 0;
}

function defaultSizeOf({ args }: Field): number {
  const declared = args.find(
    (argument) => costOfInput(argument)?.page === "size" && argument.defaultValue !== undefined,
  );
  return typeof declared?.defaultValue === "number" ? declared.defaultValue : defaultPageSize;
}

/** A requested list. */
export interface RequestedList {
  readonly field: Field;
  readonly values: ArgumentValues;
  readonly parts: SelectedParts;
}

/** Returns the cost of finding the rows of a list. For a list under many parents, this is the cost of an average list. */
export function listCost(inputs: InputCosts, list: RequestedList): number {
  const { field, values } = list;
  const { rows = defaultRows } = costOfField(field);
  const offset = firstValue(pageArgumentsOf(field).offset, values);
  const cost = inputs.costOfArguments(field, values, rows);
  return (
    cost.fixed +
    elementsCost(values) +
    rowsCost(cost, list, rows) +
    (typeof offset === "number" ? Math.min(Math.max(offset, 0), maxOffset) * offsetCost : 0)
  );
}

/** Returns the cost of finding the rows of the longest list under many parents. A request contains this list at most once. */
export function longestListCost(inputs: InputCosts, list: RequestedList): number {
  const { field, values } = list;
  const { longest = 0 } = costOfField(field);
  return longest === 0 ? 0 : rowsCost(inputs.costOfArguments(field, values, longest), list, longest);
}

/**
 * Returns the cost of reading rows: once for the page, once more to check for a previous page if the page does not start the
 * list, and once per count.
 */
function rowsCost(cost: ComputedInputCost, { field, values, parts }: RequestedList, rows: number): number {
  const { hasSortIndexes = false, perRow } = costOfField(field);
  const isFiltered = cost.perRow > 0 || cost.perListRead > 0;
  const { cursor, offset, sort } = pageArgumentsOf(field);
  const isAfterStart = firstValue(cursor, values) !== undefined || Boolean(firstValue(offset, values));
  const reads = isFiltered ? Math.min(1, parts.pages + parts.pageInfos) + (isAfterStart ? parts.pageInfos : 0) : 0;
  const sortLength = Math.min(maxSortFields, lengthOf(firstValue(sort, values)));
  const sortKeys = sortLength - (hasSortIndexes ? 1 : 0);
  return (reads + parts.counts) * readCost(cost, rows, perRow) + Math.max(0, sortKeys) * sortCost * rows;
}

/** The names of a field's arguments, grouped by their role in pagination. */
type PageArguments = Readonly<Record<NonNullable<InputCost["page"]>, readonly string[]>>;

const pageArgumentsByField = new WeakMap<Field, PageArguments>();

function pageArgumentsOf(field: Field): PageArguments {
  const cached = pageArgumentsByField.get(field);
  if (cached !== undefined) return cached;
  const namesOf = (page: InputCost["page"]) =>
    field.args.filter((argument) => costOfInput(argument)?.page === page).map(({ name }) => name);
  const pageArguments = {
    size: namesOf("size"),
    cursor: namesOf("cursor"),
    offset: namesOf("offset"),
    sort: namesOf("sort"),
  };
  pageArgumentsByField.set(field, pageArguments);
  return pageArguments;
}

/** Returns the first value of these arguments that is neither null nor missing. */
function firstValue(names: readonly string[], values: ArgumentValues): unknown {
  for (const name of names) {
    const value = values[name];
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

/** Returns the number of elements of a list argument. A single value counts as a list of one (GraphQL input coercion). */
export function lengthOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return value === undefined || value === null ? 0 : 1;
}
