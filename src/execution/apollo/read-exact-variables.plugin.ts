import type { ApolloServerPlugin } from "@apollo/server";
import type { Context } from "../../access/context.js";
import { withInexactNumbers } from "../../graphql/json/exact-json.js";

/**
 * Replaces each number that JavaScript cannot represent exactly by an `InexactNumber`, in the variables of GET requests. Apollo
 * Server parses these variables itself. `readJsonBodies` does the same for the bodies of POST requests.
 */
export const readExactVariables: ApolloServerPlugin<Context> = {
  requestDidStart: async ({ request }) => {
    const { http, variables } = request;
    if (http?.method !== "GET" || !variables) return;
    const json = new URLSearchParams(http.search).get("variables") ?? "";
    request.variables = withInexactNumbers(json, variables) as typeof variables;
  },
};
