import { RequestError } from "./request-error.js";
import { sendOperation } from "./send-operation.js";

/** The kind of account. Staff and customers have separate accounts. */
export type AccountKind = "staff" | "customer";

const logInMutations: Record<AccountKind, string> = {
  staff: `mutation LogIn($email: String!, $password: String!) {
    result: login(email: $email, password: $password) { token userErrors { code message } }
  }`,
  customer: `mutation LogIn($email: String!, $password: String!) {
    result: customerLogin(email: $email, password: $password) { token userErrors { code message } }
  }`,
};

interface LogInData {
  result: { token: string | null; userErrors: { code: string; message: string }[] };
}

/**
 * Logs in a user or customer.
 * @returns the token.
 * @throws RequestError
 */
export async function logIn(kind: AccountKind, email: string, password: string): Promise<string> {
  const { result } = await sendOperation<LogInData>({ query: logInMutations[kind], variables: { email, password } });
  if (result.token) return result.token;
  throw new RequestError(
    result.userErrors
      .map(({ code, message }) => (code === "INVALID_CREDENTIALS" ? "The email or the password is wrong." : message))
      .join(" "),
  );
}
