import { graphql } from "../support/generated/gql.js";

export const requestUserReset = graphql(`
  mutation RequestUserReset($email: String!) {
    userPasswordResetRequest(email: $email) {
      accepted
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const resetUserPassword = graphql(`
  mutation ResetUserPassword($token: String!, $password: String!) {
    userPasswordReset(token: $token, password: $password) {
      ...LoginFields
    }
  }
`);

export const changeUserPassword = graphql(`
  mutation ChangeUserPassword($currentPassword: String!, $newPassword: String!) {
    userPasswordChange(currentPassword: $currentPassword, newPassword: $newPassword) {
      ...LoginFields
    }
  }
`);

export const inviteUser = graphql(`
  mutation InviteUser($email: String!, $scopes: [Scope!]!) {
    userInvite(email: $email, scopes: $scopes) {
      accepted
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const acceptInvitation = graphql(`
  mutation AcceptInvitation($token: String!, $password: String!, $firstName: String, $lastName: String) {
    userInviteAccept(token: $token, password: $password, firstName: $firstName, lastName: $lastName) {
      ...LoginFields
    }
  }
`);
