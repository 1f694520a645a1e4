import type { OperationDefinitionNode } from "graphql";
import { LRUCache } from "lru-cache";
import type { QueryPlan } from "./query-plan.js";

/** A field of a plan takes about 300 bytes, so the cache takes 30 MB at most. */
const maxFields = 100_000;

/** The plans that were used last. All servers in this process share them. */
export const planCache = new LRUCache<OperationDefinitionNode, QueryPlan>({
  maxSize: maxFields,
  sizeCalculation: ({ size }) => size,
});
