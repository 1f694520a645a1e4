import type { ApolloServerPlugin } from "@apollo/server";
import type { Context } from "../../access/context.js";

/** Tells the report of a request which operation was picked, and what came of it. */
export const reportOperations: ApolloServerPlugin<Context> = {
  requestDidStart: async ({ contextValue: { report } }) => ({
    didResolveOperation: async ({ operation }) => {
      if (operation) report.start(operation);
    },
    willSendResponse: async ({ response }) => {
      if (response.body.kind === "single") report.end(response.body.singleResult.errors);
    },
  }),
};
