import type { ApolloServerPlugin } from "@apollo/server";
import type { Context } from "../../access/context.js";
import { withInexactNumbers } from "../../graphql/json/exact-json.js";

/** Tells the numbers that JavaScript cannot hold among the variables of GET requests: Apollo Server reads those itself. */
export const readExactVariables: ApolloServerPlugin<Context> = {
  requestDidStart: async ({ request }) => {
    const { http, variables } = request;
    if (http?.method !== "GET" || !variables) return;
    const json = new URLSearchParams(http.search).get("variables") ?? "";
    request.variables = withInexactNumbers(json, variables) as typeof variables;
  },
};
