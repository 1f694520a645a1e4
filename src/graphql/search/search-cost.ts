import { InputCost } from "../cost/cost.js";

/** Declares an argument to be a text that a list is searched for: words of one or two letters are in no index. */
export function SearchCost(): PropertyDecorator {
  return InputCost({ perRow: 0.015 });
}
