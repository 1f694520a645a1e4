import { accessMutations } from "./access-mutations.js";
import { customerMutations } from "./customer-mutations.js";
import { groupMutations } from "./group-mutations.js";
import type { MutationCase } from "./mutation-calls.js";

/** Each mutation that changes something, with calls whose history is known beforehand. */
export const mutationCases: Readonly<Record<string, MutationCase>> = {
  ...accessMutations,
  ...customerMutations,
  ...groupMutations,
};

/** Those that change nothing anybody could look up. */
export const withoutHistory = ["customerLogin", "login"];
