import { ApolloLink } from "@apollo/client";
import { withoutExcluded } from "./without-excluded.js";

/**
 * Leaves out fields with `@include(if: $variable)` whose variable is false. The server checks the scopes and the costs of all fields of
 * a document, also of those that a directive excludes.
 */
export const omitExcluded = new ApolloLink((operation, forward) => {
  operation.query = withoutExcluded(operation.query, operation.variables);
  return forward(operation);
});
