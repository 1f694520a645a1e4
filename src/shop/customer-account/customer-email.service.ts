import {
  type AccountContext,
  type OwnAccountContext,
  ownCaller,
  requireLogins,
} from "../../access/account/account-context.js";
import { checkOwnPassword, lockUnchangedAccount } from "../../access/account/password-change.service.js";
import type { Caller } from "../../access/auth/caller.js";
import type { LinkTokenArgs } from "../../access/link-token/link-token.args.js";
import {
  addInvalidToken,
  consumeLinkToken,
  createLinkToken,
  findLinkToken,
} from "../../access/link-token/link-token.rows.js";
import { slowDownBadTokens } from "../../access/link-token/link-token-throttle.js";
import { startSession } from "../../access/session/session.service.js";
import { mayMail } from "../../access/throttle/mail-throttle.js";
import { updateData } from "../../database/sql/row-values.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { checkInput } from "../../graphql/input/check-input.js";
import { normalizeEmail } from "../../graphql/input/normalize-text.js";
import { checkEmailIsFree } from "../customer/customer.rules.js";
import { claimOrders } from "../order/order-claim.rows.js";
import type { CustomerEmailChangeArgs } from "./customer-account.args.js";
import { type AccountRow, customerCaller, lockAccount } from "./customer-account.lookup.js";
import { customerPasswordAccounts } from "./customer-accounts.js";

const purpose = "customer-email-change";

/**
 * Sends a link to a new email of the customer who calls. Nothing changes before the link is followed. The response does not depend
 * on whether another customer has the email.
 * @throws UserErrorsException with INVALID_CREDENTIALS, and if the email has no valid format; RATE_LIMITED after several wrong
 * passwords.
 */
export async function requestEmailChange(context: OwnAccountContext, args: CustomerEmailChangeArgs) {
  const { db, mailbox } = context;
  const caller = ownCaller(context);
  requireLogins(context);
  mailbox.requireAvailable();
  const inputProblems = await checkInput(args, []);
  const passwordVersion = await checkOwnPassword(
    context,
    customerPasswordAccounts,
    args.currentPassword,
    inputProblems,
  );
  inputProblems.throwIfAny();
  const email = normalizeEmail(args.email);
  if (!(await mayMail(context, "customer email change", email))) return { accepted: true };
  await db.transaction(caller, async (tx) => {
    const { id } = await lockUnchangedAccount(tx, customerPasswordAccounts, caller, passwordVersion);
    const token = await createLinkToken(tx, { purpose, subject: id, email, customerId: id });
    await mailbox.queue(tx, { template: purpose, to: email, token });
  });
  return { accepted: true };
}

/**
 * Makes the email of a link the proven email of the customer, claims its orders, tells the former email, and logs in.
 * @throws UserErrorsException with INVALID_TOKEN, and EMAIL_TAKEN if another registered customer has the email; RATE_LIMITED after
 * several bad tokens.
 */
export async function confirmEmailChange(context: AccountContext, { token }: LinkTokenArgs) {
  const { db, mailbox } = context;
  requireLogins(context);
  return slowDownBadTokens(context, async () => {
    const userErrors = new UserErrorCollector();
    const found = await findLinkToken(db.reserved, purpose, token);
    if (!found?.customerId) addInvalidToken(userErrors);
    userErrors.throwIfAny();
    const caller = customerCaller(found?.customerId ?? "");
    return db.transaction(caller, async (tx) => {
      const { account, email } = await consumeEmailToken(tx, caller, token);
      const data = updateData({ email, emailVerifiedAt: new Date() });
      await tx.customer.update({ where: { id: account.id }, data });
      await claimOrders(tx, { id: account.id, email });
      if (email !== account.email && mailbox.isAvailable) {
        await mailbox.queue(tx, { template: "customer-email-changed", to: account.email });
      }
      return startSession(tx, { caller, passwordVersion: account.passwordVersion }, context);
    });
  });
}

async function consumeEmailToken(
  tx: Tx,
  { id }: Caller,
  token: string,
): Promise<{ account: AccountRow; email: string }> {
  const userErrors = new UserErrorCollector();
  const account = await lockAccount(tx, id);
  const link = await consumeLinkToken(tx, purpose, token, userErrors);
  if (link) await checkEmailIsFree(tx, null, { id, email: link.email, hasAccount: true }, ["token"], userErrors);
  if (account === null && userErrors.isEmpty) addInvalidToken(userErrors);
  userErrors.throwIfAny();
  if (account === null || link === null) throw userErrors.toException();
  return { account, email: link.email };
}
