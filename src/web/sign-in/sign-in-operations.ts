/** The operations of the sign-in, which the admin app and the playground share. The server trusts them. */
export const signInOperations = {
  logInStaff: `mutation LogIn($email: String!, $password: String!) {
    result: login(email: $email, password: $password) { token userErrors { code message } }
  }`,
  logInCustomer: `mutation LogIn($email: String!, $password: String!) {
    result: customerLogin(email: $email, password: $password) { token userErrors { code message } }
  }`,
  requestPasswordReset: `mutation RequestPasswordReset($email: String!) {
    userPasswordResetRequest(email: $email) { userErrors { message } }
  }`,
  logOut: "mutation LogOut { logout { ended } }",
  viewer: `query Viewer {
    viewer { type scopes user { id email firstName lastName } customer { id email } apiKey { id title } }
  }`,
};
