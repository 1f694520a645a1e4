import type { ApolloServerPlugin } from "@apollo/server";
import type { Context } from "../../access/context.js";
import { badUserInput } from "../../graphql/errors/request-errors.js";
import { CachedOperation } from "../operations/operation-cache.js";
import type { OperationGuard } from "../operations/operation-guard.js";
import { RequestVariables } from "../operations/request-variables.js";
import { secretCacheControl } from "../operations/secret-response.js";

const subscriptionsOverWebSocket =
  "Subscriptions need a WebSocket connection to this URL, with the protocol graphql-transport-ws.";

/** Authorizes each operation before it runs, and adds its cost to the response. Marks responses that show a secret. */
export function authorizeOperations(operationGuard: OperationGuard): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ contextValue, schema, document, operation, request, response }) => {
        if (operation === undefined) return;
        const newOperation = new CachedOperation(schema, document, operation);
        if (newOperation.showsSecret) response.http.headers.set("cache-control", secretCacheControl);
        await operationGuard.authorize(contextValue, newOperation, new RequestVariables(request.variables ?? {}));
        if (operation.operation === "subscription") throw badUserInput(subscriptionsOverWebSocket);
      },
      willSendResponse: async ({ response: { body }, contextValue: { cost } }) => {
        if (cost && body.kind === "single") body.singleResult.extensions = { cost };
      },
    }),
  };
}
