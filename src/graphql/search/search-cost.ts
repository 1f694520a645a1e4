import { InputCost } from "../cost/cost.js";

/**
 * Declares the cost of a search argument. The cost is per row, because no index finds words of one or two letters. `related`
 * is the number of related rows that are searched, too.
 */
export function SearchCost(related?: InputCost["related"]): PropertyDecorator {
  return InputCost({ perRow: 0.015, page: "search", ...(related && { related }) });
}
