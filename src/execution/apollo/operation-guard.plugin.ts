import type { ApolloServerPlugin } from "@apollo/server";
import type { Context } from "../../access/context.js";
import { badUserInput } from "../../graphql/errors/request-errors.js";
import { CachedOperation } from "../operations/operation-cache.js";
import type { OperationGuard } from "../operations/operation-guard.js";

const subscriptionsOverWebSocket =
  "Subscriptions come over WebSocket, by the protocol graphql-transport-ws, at this address.";

/** Lets operations in, and says in their answers what they cost. */
export function authorize(operationGuard: OperationGuard): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ contextValue, schema, document, operation, request }) => {
        if (operation === undefined) return;
        await operationGuard.authorize(
          contextValue,
          new CachedOperation(schema, document, operation),
          request.variables ?? {},
        );
        if (operation.operation === "subscription") throw badUserInput(subscriptionsOverWebSocket);
      },
      willSendResponse: async ({ response: { body }, contextValue: { cost } }) => {
        if (cost && body.kind === "single") body.singleResult.extensions = { cost };
      },
    }),
  };
}
