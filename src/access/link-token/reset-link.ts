import type { Tx } from "../../database/transactions/transaction.js";
import type { Mailbox } from "../../mail/mailbox.js";
import { createLinkToken } from "./link-token.rows.js";

/** A request for a new password. */
export interface ResetRequest {
  readonly purpose: "customer-password-reset" | "user-password-reset";
  /** The email in normal form. */
  readonly email: string;
  /** The account with the email. Null if there is none. */
  readonly account: { readonly customerId: string } | { readonly userId: string } | null;
}

/**
 * Sends a link on which the owner of an account chooses a new password. Without an account it runs the same statements, the last
 * of which removes the mail and the token again. So the time of the response does not show whether there is an account.
 */
export async function sendResetLink(
  tx: Tx,
  mailbox: Mailbox,
  { purpose, email, account }: ResetRequest,
): Promise<void> {
  const subject = account === null ? `unknown ${email}` : Object.values(account).join();
  const token = await createLinkToken(tx, { purpose, subject, email, ...account });
  await mailbox.queue(tx, { template: purpose, to: email, token });
  await tx.$executeRaw`
    WITH unusable AS (DELETE FROM link_token WHERE purpose = ${purpose} AND subject = ${subject} AND ${account === null})
    DELETE FROM outgoing_mail WHERE template = ${purpose} AND recipient = ${email} AND ${account === null}`;
}
