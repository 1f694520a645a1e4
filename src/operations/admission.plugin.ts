import type { ApolloServerPlugin } from "@apollo/server";
import type { Context } from "../context.js";
import type { Admission } from "./admission.js";
import { KnownOperation } from "./known-operations.js";

/** Lets operations in, and says in their answers what they cost. */
export function admit(admission: Admission): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ contextValue, schema, document, operation, request }) => {
        if (operation === undefined) return;
        await admission.admit(contextValue, new KnownOperation(schema, document, operation), request.variables ?? {});
      },
      willSendResponse: async ({ response: { body }, contextValue: { cost } }) => {
        if (cost && body.kind === "single") body.singleResult.extensions = { cost };
      },
    }),
  };
}
