import type { InputCost } from "../../graphql/cost/cost.js";

/** A membership is a row, and a change in two histories. */
export const membershipCost: InputCost = { perElement: 1 };
