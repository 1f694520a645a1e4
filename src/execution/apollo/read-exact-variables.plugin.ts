import type { ApolloServerPlugin } from "@apollo/server";
import type { Context } from "../../access/context.js";
import { withInexactNumbers } from "../../graphql/json/exact-json.js";

/** Puts an `InexactNumber` in the place of each number that JavaScript cannot hold in the variables of a GET request. Apollo Server parses those itself. */
export const readExactVariables: ApolloServerPlugin<Context> = {
  requestDidStart: async ({ request }) => {
    const { http, variables } = request;
    if (http?.method !== "GET" || !variables) return;
    const json = new URLSearchParams(http.search).get("variables") ?? "";
    request.variables = withInexactNumbers(json, variables) as typeof variables;
  },
};
