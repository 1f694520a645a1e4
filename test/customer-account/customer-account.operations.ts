import { graphql } from "../support/generated/gql.js";

graphql(`
  fragment AccountFields on LoginPayload {
    token
    viewer {
      customer {
        id
        email
        firstName
        hasAccount
        emailVerifiedAt
        orders {
          nodes {
            id
          }
        }
      }
    }
    userErrors {
      ...UserErrorFields
    }
  }
`);

graphql(`
  fragment MailRequestFields on MailRequestPayload {
    accepted
    userErrors {
      ...UserErrorFields
    }
  }
`);

export const register = graphql(`
  mutation Register($input: CustomerRegisterInput!) {
    customerRegister(input: $input) {
      ...MailRequestFields
    }
  }
`);

export const confirmRegistration = graphql(`
  mutation ConfirmRegistration($token: String!, $password: String!) {
    customerRegisterConfirm(token: $token, password: $password) {
      ...AccountFields
    }
  }
`);

export const requestReset = graphql(`
  mutation RequestReset($email: String!) {
    customerPasswordResetRequest(email: $email) {
      ...MailRequestFields
    }
  }
`);

export const resetPassword = graphql(`
  mutation ResetPassword($token: String!, $password: String!) {
    customerPasswordReset(token: $token, password: $password) {
      ...AccountFields
    }
  }
`);

export const changePassword = graphql(`
  mutation ChangePassword($currentPassword: String!, $newPassword: String!) {
    customerPasswordChange(currentPassword: $currentPassword, newPassword: $newPassword) {
      ...AccountFields
    }
  }
`);

export const requestEmailChange = graphql(`
  mutation RequestEmailChange($currentPassword: String!, $email: String!) {
    customerEmailChangeRequest(currentPassword: $currentPassword, email: $email) {
      ...MailRequestFields
    }
  }
`);

export const confirmEmailChange = graphql(`
  mutation ConfirmEmailChange($token: String!) {
    customerEmailChangeConfirm(token: $token) {
      ...AccountFields
    }
  }
`);
