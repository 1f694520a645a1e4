import { type Amount, sum } from "../../graphql/cost/amount.js";
import type { SelectedParts } from "../../graphql/pagination/list-cost.js";

/**
 * The cost of a selection. The fields `nodes` and `edges` of a connection are counted apart, because they have one object
 * for each row of the page.
 */
export interface SelectionCost extends SelectedParts {
  /** The cost for each object that has this selection. */
  readonly perObject: Amount;
  /** The cost for each row of a connection. */
  readonly perRow: Amount;
  /** The cost for the whole operation. It does not depend on the number of objects. */
  readonly perOperation: Amount;
  /** The cost of exclusive lists: for one object, and for any number of different objects together. */
  readonly exclusive: Amount;
  /** The number of fields that are no objects. */
  readonly values: number;
}

export const noCost: SelectionCost = {
  perObject: 0,
  perRow: 0,
  perOperation: 0,
  exclusive: 0,
  values: 0,
  pages: 0,
  pageInfos: 0,
  counts: 0,
};

/** Adds the costs of the fields and fragments of one selection. */
export function sumOfSelections(costs: readonly SelectionCost[]): SelectionCost {
  const total = (part: "values" | "pages" | "pageInfos" | "counts") =>
    costs.reduce((count, cost) => count + cost[part], 0);
  return {
    perObject: sum(costs.map(({ perObject }) => perObject)),
    perRow: sum(costs.map(({ perRow }) => perRow)),
    perOperation: sum(costs.map(({ perOperation }) => perOperation)),
    exclusive: sum(costs.map(({ exclusive }) => exclusive)),
    values: total("values"),
    pages: total("pages"),
    pageInfos: total("pageInfos"),
    counts: total("counts"),
  };
}
