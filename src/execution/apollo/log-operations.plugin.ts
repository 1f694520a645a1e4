import type { ApolloServerPlugin } from "@apollo/server";
import type { Context } from "../../access/context.js";

/** Tells the report of a request which operation was picked, and what came of it. */
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
