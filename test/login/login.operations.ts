import { graphql } from "../support/generated/gql.js";

graphql(`
  fragment LoginFields on LoginPayload {
    token
    expiresAt
    viewer {
      type
      scopes
      user {
        id
      }
      apiKey {
        id
      }
      customer {
        id
      }
    }
    userErrors {
      ...UserErrorFields
    }
  }
`);

export const logInUser = graphql(`
  mutation LogInUser($email: String!, $password: String!) {
    login(email: $email, password: $password) {
      ...LoginFields
    }
  }
`);

export const logInCustomer = graphql(`
  mutation LogInCustomer($email: String!, $password: String!) {
    customerLogin(email: $email, password: $password) {
      ...LoginFields
    }
  }
`);
