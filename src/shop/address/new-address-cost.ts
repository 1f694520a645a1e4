import type { InputCost } from "../../graphql/cost/cost.js";

/** The cost of a new address: its rules for a dozen texts, its row, and its change in the history. */
export const newAddressCost: InputCost = { perElement: 15 };
