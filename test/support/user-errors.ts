import { graphql } from "./generated/gql.js";

/** All fields of a user error. The operations of the tests spread it. */
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

/** User errors in short form, for example `REQUIRED at input.addresses.0.city`. */
export function inShort(userErrors: readonly { code: string; path: readonly string[] }[]): string[] {
  return userErrors.map(({ code, path }) => `${code} at ${path.join(".")}`);
}
