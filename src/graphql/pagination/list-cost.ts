import { type GraphQLField, getNamedType, isObjectType } from "graphql";
import type { ArgumentValues } from "../cost/argument-values.js";
import { costOfField, costOfInput, type InputCost } from "../cost/cost.js";
import { elementsCost, type InputCosts, type InputEffort, readCost } from "../cost/input-cost.js";
import { maxSortFields } from "./order.js";
import { defaultPageSize, maxOffset, maxPageSize } from "./window.js";

/** How often the parts of a list are selected. */
export interface SelectedParts {
  readonly pages: number;
  readonly pageInfos: number;
  readonly counts: number;
}

type Field = GraphQLField<unknown, unknown>;

/** A list that does not declare its size is a large one. */
const defaultRows = 100_000;
const offsetCost = 0.02;
const sortCost = 0.03;

/** Whether a field gives a list in pages: the parts of one are declared on the fields of its type. */
export function isConnection(field: Field): boolean {
  const type = getNamedType(field.type);
  return isObjectType(type) && Object.values(type.getFields()).some((part) => costOfField(part).part !== undefined);
}

/** How many rows a page has at most. What is out of range costs what is in range: its field refuses it. */
export function pageSize(field: Field, values: ArgumentValues): number {
  const size = pageArgumentsOf(field)
    .size.map((name) => values[name])
    .find((value) => typeof value === "number");
  return typeof size === "number" ? Math.min(Math.max(size, 0), maxPageSize) : defaultPageSize;
}

/** A list as it is asked for. */
export interface RequestedList {
  readonly field: Field;
  readonly values: ArgumentValues;
  readonly parts: SelectedParts;
}

/** Finding the rows of a list, of an average one where it lies under many parents. */
export function listCost(inputs: InputCosts, list: RequestedList): number {
  const { field, values } = list;
  const { rows = defaultRows } = costOfField(field);
  const offset = firstValue(pageArgumentsOf(field).offset, values);
  const work = inputs.workOfAll(field, values, rows);
  return (
    work.own +
    elementsCost(values) +
    rowsCost(work, list, rows) +
    (typeof offset === "number" ? Math.min(Math.max(offset, 0), maxOffset) * offsetCost : 0)
  );
}

/** Finding the rows of the longest of the lists under many parents: among all that are asked for it is there once. */
export function longestListCost(inputs: InputCosts, list: RequestedList): number {
  const { field, values } = list;
  const { longest = 0 } = costOfField(field);
  return longest === 0 ? 0 : rowsCost(inputs.workOfAll(field, values, longest), list, longest);
}

/** Reading rows: for the page, again to look past the page from where it starts, and for each count. */
function rowsCost(work: InputEffort, { field, values, parts }: RequestedList, rows: number): number {
  const { hasSortIndexes = false, perRow } = costOfField(field);
  const isFiltered = work.perRow > 0 || work.perRead > 0;
  const { cursor, offset, sort } = pageArgumentsOf(field);
  const isInside = firstValue(cursor, values) !== undefined || Boolean(firstValue(offset, values));
  const looks = isFiltered ? Math.min(1, parts.pages + parts.pageInfos) + (isInside ? parts.pageInfos : 0) : 0;
  const sortKeys = Math.min(maxSortFields, lengthOf(firstValue(sort, values))) - (hasSortIndexes ? 1 : 0);
  return (looks + parts.counts) * readCost(work, rows, perRow) + Math.max(0, sortKeys) * sortCost * rows;
}

/** The names of a field's arguments, by their meaning for the page. */
type PageArguments = Readonly<Record<NonNullable<InputCost["page"]>, readonly string[]>>;

const pageArgumentsByField = new WeakMap<Field, PageArguments>();

function pageArgumentsOf(field: Field): PageArguments {
  const known = pageArgumentsByField.get(field);
  if (known !== undefined) return known;
  const namesOf = (page: InputCost["page"]) =>
    field.args.filter((argument) => costOfInput(argument)?.page === page).map(({ name }) => name);
  const found = { size: namesOf("size"), cursor: namesOf("cursor"), offset: namesOf("offset"), sort: namesOf("sort") };
  pageArgumentsByField.set(field, found);
  return found;
}

/** The first value among these arguments that is not null. */
function firstValue(names: readonly string[], values: ArgumentValues): unknown {
  for (const name of names) {
    const value = values[name];
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}

/** How many elements a list has that is given as an argument. One value stands for a list of one. */
export function lengthOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return value === undefined || value === null ? 0 : 1;
}
