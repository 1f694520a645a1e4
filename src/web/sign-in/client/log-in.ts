import { signInOperations } from "../sign-in-operations.js";
import { RequestError } from "./request-error.js";
import { sendOperation } from "./send-operation.js";

/** The kind of account. Staff and customers have separate accounts. */
export type AccountKind = "staff" | "customer";

const logInMutations: Record<AccountKind, string> = {
  staff: signInOperations.logInStaff,
  customer: signInOperations.logInCustomer,
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

/** Ends the session of a token on the server. API keys have none. The user is signed out here even if the server cannot be reached. */
export async function logOut(credential: string): Promise<void> {
  if (credential.startsWith("sk_")) return;
  await sendOperation({ query: signInOperations.logOut, credential }).catch((error) => {
    if (!(error instanceof RequestError)) throw error;
  });
}
