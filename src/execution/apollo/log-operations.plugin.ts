import type { ApolloServerPlugin } from "@apollo/server";
import type { Context } from "../../access/context.js";

/** Writes the operation and the error codes of its answer to the log entry of the request. */
export const logOperations: ApolloServerPlugin<Context> = {
  requestDidStart: async ({ contextValue: { logEntry } }) => ({
    didResolveOperation: async ({ operation }) => {
      if (operation) logEntry.start(operation);
    },
    willSendResponse: async ({ response }) => {
      if (response.body.kind === "single") logEntry.end(response.body.singleResult.errors);
    },
  }),
};
