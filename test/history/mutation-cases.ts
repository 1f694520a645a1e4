import { accessMutations } from "./access-mutations.js";
import { customerMutations } from "./customer-mutations.js";
import { groupMutations } from "./group-mutations.js";
import type { MutationCase } from "./mutation-calls.js";
import { priceListMutations } from "./price-list-mutations.js";
import { regionMutations } from "./region-mutations.js";

/** Each mutation with history, with calls and their expected history. */
export const mutationCases: Readonly<Record<string, MutationCase>> = {
  ...accessMutations,
  ...customerMutations,
  ...groupMutations,
  ...priceListMutations,
  ...regionMutations,
};

/** Mutations without history: logins change no visible data, and the order system keeps the history of orders. */
export const withoutHistory = ["customerLogin", "login", "ordersRecord"];
