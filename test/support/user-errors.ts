import { graphql } from "./generated/gql.js";

/** Everything a user error says; each operation of the tests spreads it. */
graphql(`
  fragment UserErrorFields on UserError {
    code
    path
    message
    ... on NotFoundError {
      ids
    }
    ... on TakenError {
      existingId
    }
    ... on VersionConflictError {
      currentVersion
    }
  }
`);

/** User errors in short, such as `REQUIRED at input.addresses.0.city`. */
export function inShort(userErrors: readonly { code: string; path: readonly string[] }[]): string[] {
  return userErrors.map(({ code, path }) => `${code} at ${path.join(".")}`);
}
