import { signInOperations } from "../sign-in-operations.js";
import { RequestError } from "./request-error.js";
import { sendOperation } from "./send-operation.js";

interface ResetData {
  userPasswordResetRequest: { userErrors: { message: string }[] };
}

/**
 * Asks for a mail with a link to a new password, for a member of staff. The answer is the same for an unknown email.
 * @throws RequestError
 */
export async function requestPasswordReset(email: string): Promise<void> {
  const query = signInOperations.requestPasswordReset;
  const { userErrors } = (await sendOperation<ResetData>({ query, variables: { email } })).userPasswordResetRequest;
  if (userErrors.length > 0) throw new RequestError(userErrors.map(({ message }) => message).join(" "));
}
