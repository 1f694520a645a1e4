import type { Tx } from "../../database/transactions/transaction.js";
import { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { checkInput } from "../../graphql/input/check-input.js";
import { normalizeEmail } from "../../graphql/input/normalize-text.js";
import { waitForCallerCaches } from "../auth/caller-cache.js";
import { hashPassword } from "../auth/password.js";
import type { LinkPasswordArgs, MailRequestArgs } from "../link-token/link-token.args.js";
import { addInvalidToken, consumeLinkToken, findLinkToken } from "../link-token/link-token.rows.js";
import { slowDownBadTokens } from "../link-token/link-token-throttle.js";
import { sendResetLink } from "../link-token/reset-link.js";
import { startSession } from "../session/session.service.js";
import { mayMail } from "../throttle/mail-throttle.js";
import { type AccountContext, requireLogins } from "./account-context.js";
import type { LockedAccount, PasswordAccounts } from "./password-accounts.js";

/**
 * Sends a link to a new password. The response and the statements are the same for an email without an account, which gets no mail.
 * @throws UserErrorsException if the email has no valid format; RATE_LIMITED if the client has requested too many mails.
 */
export async function requestPasswordReset<A extends LockedAccount>(
  context: AccountContext,
  accounts: PasswordAccounts<A>,
  args: MailRequestArgs,
) {
  const { db, mailbox } = context;
  requireLogins(context);
  mailbox.requireAvailable();
  (await checkInput(args, [])).throwIfAny();
  const email = normalizeEmail(args.email);
  if (!(await mayMail(context, accounts.mailKind, email))) return { accepted: true };
  await db.transaction(null, async (tx) => {
    const account = await accounts.findForReset(tx, email);
    await sendResetLink(tx, mailbox, { purpose: accounts.resetPurpose, email, account });
  });
  return { accepted: true };
}

/**
 * Sets the password of the account of a link. It ends all sessions and logs in. A mail tells the owner.
 * @throws UserErrorsException with INVALID_TOKEN, and for each broken rule of the password; RATE_LIMITED after several bad tokens.
 */
export async function resetPassword<A extends LockedAccount>(
  context: AccountContext,
  accounts: PasswordAccounts<A>,
  args: LinkPasswordArgs,
) {
  const { db, mailbox } = context;
  requireLogins(context);
  return slowDownBadTokens(context, async () => {
    const inputProblems = await checkInput(args, []);
    const found = await findLinkToken(db.reserved, accounts.resetPurpose, args.token);
    const id = found && accounts.idOfLink(found);
    if (!id) addInvalidToken(inputProblems);
    inputProblems.throwIfAny();
    const hash = await hashPassword(args.password);
    const actor = { type: accounts.callerType, id: id ?? "" };
    const session = await db.transaction(actor, async (tx) => {
      const account = await consumeResetToken(tx, accounts, { id: actor.id, token: args.token });
      const passwordVersion = await accounts.setPassword(tx, account, hash, true);
      if (mailbox.isAvailable) await mailbox.queue(tx, { template: accounts.changedNotice, to: account.email });
      return startSession(tx, { caller: account.caller, passwordVersion }, context);
    });
    await waitForCallerCaches();
    return session;
  });
}

async function consumeResetToken<A extends LockedAccount>(
  tx: Tx,
  { resetPurpose, lock }: PasswordAccounts<A>,
  { id, token }: { readonly id: string; readonly token: string },
): Promise<A> {
  const userErrors = new UserErrorCollector();
  const account = await lock(tx, id);
  const link = await consumeLinkToken(tx, resetPurpose, token, userErrors);
  // The email may have changed while the link was being requested.
  if (account !== null && link?.email === account.email) return account;
  if (userErrors.isEmpty) addInvalidToken(userErrors);
  throw userErrors.toException();
}
