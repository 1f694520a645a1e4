import { Args, Ctx, Resolver } from "type-graphql";
import { UserErrorMutation } from "../../graphql/errors/user-error-mutation.js";
import { changePassword } from "../account/password-change.service.js";
import { requestPasswordReset, resetPassword } from "../account/password-reset.service.js";
import { PublicAccess, RequiresAccount, RequiresScope } from "../auth/access.js";
import type { Context } from "../context.js";
import { badTokens, LinkPasswordArgs, MailRequestArgs } from "../link-token/link-token.args.js";
import { MailRequestPayload } from "../link-token/mail-request.payload.js";
import { LoginPayload } from "../login/login.payload.js";
import { PasswordChangeArgs } from "../login/password-change.args.js";
import { userAccounts } from "./user-accounts.js";
import { UserInviteAcceptArgs, UserInviteArgs } from "./user-invite.args.js";
import { acceptInvitation, inviteUser } from "./user-invite.service.js";

@Resolver()
export class UserAccountResolver {
  @UserErrorMutation(() => MailRequestPayload, {
    description:
      "Sends a mail with a link to a new password to a member of staff. The link works for 1 hour. The response is the same for an email without an account, which gets no mail. Users of an identity provider without a password here get no mail either. Returns `RATE_LIMITED` after many requests of one client, and `SERVICE_UNAVAILABLE` if the server cannot send mails.",
  })
  @PublicAccess("USER")
  async userPasswordResetRequest(@Args(() => MailRequestArgs) args: MailRequestArgs, @Ctx() context: Context) {
    return requestPasswordReset(context, userAccounts, args);
  }

  @UserErrorMutation(() => LoginPayload, {
    description: `Sets the password of the member of staff of a link from \`userPasswordResetRequest\`, ends all sessions, and logs in. A mail tells the user. Returns ${badTokens}, and \`RATE_LIMITED\` after several bad tokens.`,
  })
  @PublicAccess("USER")
  async userPasswordReset(@Args(() => LinkPasswordArgs) args: LinkPasswordArgs, @Ctx() context: Context) {
    return resetPassword(context, userAccounts, args);
  }

  @UserErrorMutation(() => LoginPayload, {
    description:
      "A member of staff changes their own password. All their sessions end, and a new one starts. A mail tells the user. Returns `INVALID_CREDENTIALS` for a wrong present password, and `RATE_LIMITED` after several failures.",
  })
  @RequiresAccount("USER")
  async userPasswordChange(@Args(() => PasswordChangeArgs) args: PasswordChangeArgs, @Ctx() context: Context) {
    return changePassword(context, userAccounts, args);
  }

  @UserErrorMutation(() => MailRequestPayload, {
    description:
      "Invites somebody to become a member of staff. A mail has a link on which they choose a password. The link works for 3 days, once, and only while the inviter exists and holds `USERS_MANAGE` and all scopes of the invitation. A newer invitation of the same email replaces it. Returns `FORBIDDEN` for scopes that the caller does not hold, `EMAIL_TAKEN` if a user has the email, `RATE_LIMITED` after several invitations of one email or many requests of one client, and `SERVICE_UNAVAILABLE` if the server cannot send mails.",
  })
  @RequiresScope("USERS_MANAGE")
  async userInvite(@Args(() => UserInviteArgs) args: UserInviteArgs, @Ctx() context: Context) {
    return inviteUser(context, args);
  }

  @UserErrorMutation(() => LoginPayload, {
    description: `Creates the member of staff of an invitation with its scopes, and logs in. The history names the inviter as the author. Returns ${badTokens}, or whose inviter was deleted or has lost a scope of the invitation, \`EMAIL_TAKEN\` if another user got the email after the invitation, and \`RATE_LIMITED\` after several bad tokens.`,
  })
  @PublicAccess("USER")
  async userInviteAccept(@Args(() => UserInviteAcceptArgs) args: UserInviteAcceptArgs, @Ctx() context: Context) {
    return acceptInvitation(context, args);
  }
}
