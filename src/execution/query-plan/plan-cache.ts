import type { OperationDefinitionNode } from "graphql";
import { LRUCache } from "lru-cache";
import type { QueryPlan } from "./query-plan.js";

/** A field of a plan takes about 300 bytes: 30 MB in all. */
const maxFields = 100_000;

/** The plans that were used lately, of all servers in this process. */
export const planCache = new LRUCache<OperationDefinitionNode, QueryPlan>({
  maxSize: maxFields,
  sizeCalculation: ({ size }) => size,
});
