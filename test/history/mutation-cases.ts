import { accessMutations } from "./access-mutations.js";
import { customerMutations } from "./customer-mutations.js";
import { groupMutations } from "./group-mutations.js";
import type { MutationCase } from "./mutation-calls.js";
import { priceListMutations } from "./price-list-mutations.js";

/** Each mutation that changes something, with calls whose history is known beforehand. */
export const mutationCases: Readonly<Record<string, MutationCase>> = {
  ...accessMutations,
  ...customerMutations,
  ...groupMutations,
  ...priceListMutations,
};

/** Those without: logins change nothing anybody could look up, and the history of orders is the order system's. */
export const withoutHistory = ["customerLogin", "login", "ordersRecord"];
