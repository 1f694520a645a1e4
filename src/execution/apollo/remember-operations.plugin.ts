import type { ApolloServerPlugin } from "@apollo/server";
import type { Context } from "../../access/context.js";
import type { KnownOperations } from "../operations/known-operations.js";

/** Remembers each document that was found valid. */
export function rememberOperations(operations: KnownOperations): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ source, document }) => operations.add(source, document),
    }),
  };
}
