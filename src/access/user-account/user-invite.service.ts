import type { Tx } from "../../database/transactions/transaction.js";
import { UserErrorCollector } from "../../graphql/errors/user-error-collector.js";
import { checkInput } from "../../graphql/input/check-input.js";
import { normalizeEmail } from "../../graphql/input/normalize-text.js";
import { type AccountContext, type OwnAccountContext, ownCaller, requireLogins } from "../account/account-context.js";
import { checkCallerHoldsScopes } from "../auth/check-access.js";
import { hashPassword } from "../auth/password.js";
import { scopesOf } from "../auth/scope.type.js";
import { addInvalidToken, consumeLinkToken, createLinkToken, findLinkToken } from "../link-token/link-token.rows.js";
import { slowDownBadTokens } from "../link-token/link-token-throttle.js";
import { startSession } from "../session/session.service.js";
import { limitMails } from "../throttle/mail-throttle.js";
import { findEmailOwner } from "../user/user.lookup.js";
import { insertUser } from "../user/user.rows.js";
import { type Invitation, invitationOf, lockInviterScopes } from "./invitation.js";
import type { UserInviteAcceptArgs, UserInviteArgs } from "./user-invite.args.js";

const purpose = "user-invite";
const emailTaken = "Must be an email that no other user has.";

/**
 * Sends an invitation to become a member of staff. It replaces an older one of the same email.
 * @throws UserErrorsException with EMAIL_TAKEN, and if the email has no valid format; FORBIDDEN for scopes that the caller does not
 * hold; RATE_LIMITED after several invitations of one email.
 */
export async function inviteUser(context: OwnAccountContext, args: UserInviteArgs) {
  const { db, mailbox } = context;
  const caller = ownCaller(context);
  checkCallerHoldsScopes(caller, args.scopes, "Mutation.userInvite(scopes:)");
  requireLogins(context);
  mailbox.requireAvailable();
  (await checkInput(args, [])).throwIfAny();
  const email = normalizeEmail(args.email);
  await limitMails(context, "staff invitation", email);
  const details = { inviter: { type: caller.type, id: caller.id }, scopes: scopesOf(args.scopes) } satisfies Invitation;
  await db.transaction(caller, async (tx) => {
    const userErrors = new UserErrorCollector();
    const owner = await findEmailOwner(tx, email);
    if (owner) userErrors.addTaken("EMAIL_TAKEN", ["email"], emailTaken, owner.id);
    userErrors.throwIfAny();
    const token = await createLinkToken(tx, { purpose, subject: email, email, details });
    await mailbox.queue(tx, { template: purpose, to: email, token });
  });
  return { accepted: true };
}

/**
 * Creates the member of staff of an invitation, and logs in.
 * @throws UserErrorsException with INVALID_TOKEN, also if the inviter may not give the scopes any more, EMAIL_TAKEN, and for each
 * broken rule of the input; RATE_LIMITED after several bad tokens.
 */
export async function acceptInvitation(context: AccountContext, args: UserInviteAcceptArgs) {
  const { db } = context;
  requireLogins(context);
  return slowDownBadTokens(context, async () => {
    const inputProblems = await checkInput(args, []);
    const found = await findLinkToken(db.reserved, purpose, args.token);
    if (found === null) addInvalidToken(inputProblems);
    inputProblems.throwIfAny();
    const passwordHash = await hashPassword(args.password);
    // The inviter gives the scopes, so history names the inviter.
    const inviter = found && invitationOf(found).inviter;
    return db.transaction(inviter, async (tx) => {
      const { email, scopes } = await consumeInvitation(tx, args.token);
      const { firstName, lastName } = args;
      const { id } = await insertUser(tx, { email, firstName, lastName, scopes, passwordHash });
      return startSession(tx, { caller: { type: "USER", id, scopes: new Set(scopes) }, passwordVersion: 1 }, context);
    });
  });
}

/** Uses up an invitation. The inviter is locked until the transaction ends, so that their scopes do not change meanwhile. */
async function consumeInvitation(tx: Tx, token: string): Promise<Pick<Invitation, "scopes"> & { email: string }> {
  const userErrors = new UserErrorCollector();
  const link = await consumeLinkToken(tx, purpose, token, userErrors);
  if (link === null) throw userErrors.toException();
  const { inviter, scopes } = invitationOf(link);
  const held = await lockInviterScopes(tx, inviter);
  if (!(["USERS_MANAGE", ...scopes] as const).every((scope) => held.has(scope))) addInvalidToken(userErrors);
  else if (await findEmailOwner(tx, link.email)) userErrors.addTaken("EMAIL_TAKEN", ["token"], emailTaken, null);
  userErrors.throwIfAny();
  return { email: link.email, scopes };
}
