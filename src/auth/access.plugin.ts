import type { ApolloServerPlugin } from "@apollo/server";
import type { Context } from "../context.js";
import { unauthenticated } from "../errors/request-errors.js";
import { checkAccess, isOpen } from "./check-access.js";
import { requirementsOf } from "./requirements.js";

/**
 * Finds out who is calling and refuses what they may not do, before anything of an operation runs. Introspection and
 * logins are open to everybody.
 */
export const access: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ contextValue, schema, document, operation, request }) => {
      if (operation === undefined) return;
      const { requirements, fault } = requirementsOf(schema, document, operation, request.variables ?? {});
      if (!isOpen(requirements)) {
        const caller = await contextValue.findCaller();
        if (caller === null) throw unauthenticated();
        contextValue.setCaller(caller);
      }
      checkAccess(requirements, contextValue.caller);
      if (fault) throw fault;
    },
  }),
};
