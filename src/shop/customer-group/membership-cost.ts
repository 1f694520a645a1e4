import type { InputCost } from "../../graphql/cost/cost.js";

/** The cost of a membership: its row, and a change in two histories. */
export const membershipCost: InputCost = { perElement: 1 };
