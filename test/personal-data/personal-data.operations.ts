import { graphql } from "../support/generated/gql.js";

export const eraseCustomer = graphql(`
  mutation EraseCustomer($id: ID!) {
    customerErase(id: $id) {
      customer {
        ...CustomerFields
        erasedAt
        emailVerifiedAt
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);
