import type { ApolloServerPlugin } from "@apollo/server";
import type { Context } from "../../access/context.js";

/** Adds the operation and the error codes of its response to the log entry of the request. */
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
