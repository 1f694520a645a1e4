import { type GraphQLField, getNamedType, isObjectType } from "graphql";
import { maxSortFields } from "../pagination/order.js";
import { defaultPageSize, maxOffset, maxPageSize } from "../pagination/window.js";
import type { ArgumentValues } from "./argument-values.js";
import { costOfField, costOfInput, type InputCost } from "./cost.js";
import { elementsCost, type InputCosts, readCost } from "./input-cost.js";

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
const sortCost = 0.01;

/** Whether a field gives a list in pages: the parts of one are declared on the fields of its type. */
export function isConnection(field: Field): boolean {
  const type = getNamedType(field.type);
  return isObjectType(type) && Object.values(type.getFields()).some((part) => costOfField(part).part !== undefined);
}

/** How many rows a page has at most. What is out of range costs what is in range: its field refuses it. */
export function pageSize(field: Field, values: ArgumentValues): number {
  const size = valuesOf(field, values, "size").find((value) => typeof value === "number");
  return typeof size === "number" ? Math.min(Math.max(size, 0), maxPageSize) : defaultPageSize;
}

/** Finding the rows of a list: for its page, again to look past the page from where it starts, and for each count. */
export function listCost(inputs: InputCosts, field: Field, values: ArgumentValues, parts: SelectedParts): number {
  const { rows = defaultRows, hasSortIndexes = false } = costOfField(field);
  const work = inputs.workOfAll(field, values, rows);
  const isFiltered = work.perRow > 0 || work.perRead > 0;
  const [offset] = valuesOf(field, values, "offset");
  const isInside = valuesOf(field, values, "cursor").length > 0 || Boolean(offset);
  const looks = isFiltered ? Math.min(1, parts.pages + parts.pageInfos) + (isInside ? parts.pageInfos : 0) : 0;
  const sortKeys = Math.min(maxSortFields, lengthOf(valuesOf(field, values, "sort")[0])) - (hasSortIndexes ? 1 : 0);
  return (
    work.own +
    elementsCost(values) +
    (looks + parts.counts) * readCost(work, rows) +
    Math.max(0, sortKeys) * sortCost * rows +
    (typeof offset === "number" ? Math.min(Math.max(offset, 0), maxOffset) * offsetCost : 0)
  );
}

/** The values of the arguments with a meaning for the page. */
function valuesOf({ args }: Field, values: ArgumentValues, page: InputCost["page"]): unknown[] {
  return args
    .filter((argument) => costOfInput(argument)?.page === page)
    .map(({ name }) => values[name])
    .filter((value) => value !== undefined && value !== null);
}

/** How many elements a list has that is given as an argument. One value stands for a list of one. */
export function lengthOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return value === undefined || value === null ? 0 : 1;
}
