import type { Tx } from "../../database/transactions/transaction.js";
import { unauthenticated } from "../../graphql/errors/request-errors.js";
import { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { checkInput } from "../../graphql/input/check-input.js";
import type { Caller } from "../auth/caller.js";
import { waitForCallerCaches } from "../auth/caller-cache.js";
import { hashPassword } from "../auth/password.js";
import { addWrongPassword, checkCurrentPassword } from "../login/check-password.js";
import type { PasswordChangeArgs } from "../login/password-change.args.js";
import { startSession } from "../session/session.service.js";
import { type OwnAccountContext, ownCaller, requireLogins } from "./account-context.js";
import type { LockedAccount, PasswordAccounts } from "./password-accounts.js";

/**
 * Sets the password of the caller. It ends all sessions and starts a new one. A mail tells the caller.
 * @throws UserErrorsException with INVALID_CREDENTIALS, and for each broken rule of the new password; RATE_LIMITED after several
 * wrong passwords.
 */
export async function changePassword<A extends LockedAccount>(
  context: OwnAccountContext,
  accounts: PasswordAccounts<A>,
  args: PasswordChangeArgs,
) {
  const { db, mailbox } = context;
  const caller = ownCaller(context);
  requireLogins(context);
  const userErrors = await checkInput(args, []);
  const checkedVersion = await checkOwnPassword(context, accounts, args.currentPassword, userErrors);
  userErrors.throwIfAny();
  const hash = await hashPassword(args.newPassword);
  const session = await db.transaction(caller, async (tx) => {
    const account = await lockUnchangedAccount(tx, accounts, caller, checkedVersion);
    const passwordVersion = await accounts.setPassword(tx, account, hash, false);
    if (mailbox.isAvailable) await mailbox.queue(tx, { template: accounts.changedNotice, to: account.email });
    return startSession(tx, { caller: account.caller, passwordVersion }, context);
  });
  await waitForCallerCaches();
  return session;
}

/**
 * Checks the present password of the caller. Adds INVALID_CREDENTIALS if it is wrong.
 * @returns the version of the password.
 * @throws RATE_LIMITED after several failures.
 */
export async function checkOwnPassword(
  context: OwnAccountContext,
  { readPassword }: Pick<PasswordAccounts, "readPassword">,
  password: string,
  userErrors: UserErrorCollector,
): Promise<number> {
  const account = await readPassword(context.authentication.db, ownCaller(context).id);
  // The row was deleted by hand after the caller was found.
  if (account === null) throw unauthenticated();
  await checkCurrentPassword(context, account, password, userErrors);
  return account.passwordVersion;
}

/**
 * Locks the account of a caller whose password was checked.
 * @throws UserErrorsException with INVALID_CREDENTIALS if the password has changed since then.
 */
export async function lockUnchangedAccount<A extends LockedAccount>(
  tx: Tx,
  { lock }: PasswordAccounts<A>,
  { id }: Caller,
  passwordVersion: number,
): Promise<A> {
  const account = await lock(tx, id);
  if (account?.passwordVersion === passwordVersion) return account;
  const userErrors = new UserErrorCollector();
  addWrongPassword(userErrors);
  throw userErrors.toException();
}
