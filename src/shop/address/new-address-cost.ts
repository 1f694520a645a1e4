import type { InputCost } from "../../graphql/cost/cost.js";

/** An address has rules for a dozen texts, and is a row and a change in the history. */
export const newAddressCost: InputCost = { perElement: 15 };
