import type { ApolloServerPlugin } from "@apollo/server";
import type { Context } from "../../access/context.js";
import type { OperationCache } from "../operations/operation-cache.js";

/** Adds each valid document to the operation cache. */
export function cacheOperations(operationCache: OperationCache): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ source, document }) => operationCache.add(source, document),
    }),
  };
}
