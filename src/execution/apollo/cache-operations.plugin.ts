import type { ApolloServerPlugin } from "@apollo/server";
import type { Context } from "../../access/context.js";
import type { OperationCache } from "../operations/operation-cache.js";

/** Remembers each document that was found valid. */
export function cacheOperations(operations: OperationCache): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ source, document }) => operations.add(source, document),
    }),
  };
}
