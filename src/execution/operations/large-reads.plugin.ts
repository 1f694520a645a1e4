import type { ApolloServerPlugin } from "@apollo/server";
import { type ExecutionResult, GraphQLError } from "graphql";
import type { Context } from "../../access/context.js";
import { errorResponse } from "../errors/error-responses.plugin.js";

/** Returns the result of an operation. If the operation has read too much, its data is incomplete: only the error is returned. */
export function withoutLargeReads(result: ExecutionResult, { db }: Context): ExecutionResult {
  const error = db.readSizeError;
  return error instanceof GraphQLError ? { errors: [error] } : result;
}

/** Does the same for responses of Apollo Server. */
export const refuseLargeReads: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response: { body, http }, contextValue }) => {
      if (body.kind !== "single") return;
      const { errors } = withoutLargeReads({}, contextValue);
      if (errors === undefined) return;
      const answered = errorResponse(errors, contextValue.requestId);
      delete body.singleResult.data;
      body.singleResult.errors = answered.errors;
      http.status = answered.status;
    },
  }),
};
