import { Args, Ctx, Resolver } from "type-graphql";
import { changePassword } from "../../access/account/password-change.service.js";
import { requestPasswordReset, resetPassword } from "../../access/account/password-reset.service.js";
import { PublicAccess, RequiresAccount } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import {
  badTokens,
  LinkPasswordArgs,
  LinkTokenArgs,
  MailRequestArgs,
} from "../../access/link-token/link-token.args.js";
import { MailRequestPayload } from "../../access/link-token/mail-request.payload.js";
import { LoginPayload } from "../../access/login/login.payload.js";
import { PasswordChangeArgs } from "../../access/login/password-change.args.js";
import { UserErrorMutation } from "../../graphql/errors/user-error-mutation.js";
import { CustomerEmailChangeArgs, CustomerRegisterArgs } from "./customer-account.args.js";
import { customerPasswordAccounts } from "./customer-accounts.js";
import { confirmEmailChange, requestEmailChange } from "./customer-email.service.js";
import { confirmRegistration, requestRegistration } from "./customer-sign-up.service.js";

@Resolver()
export class CustomerAccountResolver {
  @UserErrorMutation(() => MailRequestPayload, {
    description:
      "A customer signs up. A mail has a link on which they choose a password; it works for 3 days. If the email is registered already, the mail says so. The response is the same in both cases. Returns `FORBIDDEN` if the setting SELF_REGISTRATION is off, `RATE_LIMITED` after many requests of one client, and `SERVICE_UNAVAILABLE` if the server cannot send mails.",
  })
  @PublicAccess("CUSTOMER")
  async customerRegister(@Args(() => CustomerRegisterArgs) args: CustomerRegisterArgs, @Ctx() context: Context) {
    return requestRegistration(context, args);
  }

  @UserErrorMutation(() => LoginPayload, {
    description: `Creates the registered customer of a link from \`customerRegister\`, and logs in. The email is proven, and the orders of the guest with that email become the customer's. Returns ${badTokens}, \`EMAIL_TAKEN\` if the email was registered after the request, \`RATE_LIMITED\` after several bad tokens, and \`FORBIDDEN\` if the setting SELF_REGISTRATION is off.`,
  })
  @PublicAccess("CUSTOMER")
  async customerRegisterConfirm(@Args(() => LinkPasswordArgs) args: LinkPasswordArgs, @Ctx() context: Context) {
    return confirmRegistration(context, args);
  }

  @UserErrorMutation(() => MailRequestPayload, {
    description:
      "A mail with a link to a new password, for a registered customer; it works for 1 hour. The response is the same for an email without an account, which gets no mail. Returns `RATE_LIMITED` after many requests of one client, and `SERVICE_UNAVAILABLE` if the server cannot send mails.",
  })
  @PublicAccess("CUSTOMER")
  async customerPasswordResetRequest(@Args(() => MailRequestArgs) args: MailRequestArgs, @Ctx() context: Context) {
    return requestPasswordReset(context, customerPasswordAccounts, args);
  }

  @UserErrorMutation(() => LoginPayload, {
    description: `Sets the password of the customer of a link from \`customerPasswordResetRequest\`, ends all sessions, and logs in. The email is proven, and its orders become the customer's. A mail tells the customer. Returns ${badTokens}, and \`RATE_LIMITED\` after several bad tokens.`,
  })
  @PublicAccess("CUSTOMER")
  async customerPasswordReset(@Args(() => LinkPasswordArgs) args: LinkPasswordArgs, @Ctx() context: Context) {
    return resetPassword(context, customerPasswordAccounts, args);
  }

  @UserErrorMutation(() => LoginPayload, {
    description:
      "A customer changes their password. All their sessions end, and a new one starts. A mail tells the customer. Returns `INVALID_CREDENTIALS` for a wrong present password, and `RATE_LIMITED` after several failures.",
  })
  @RequiresAccount("CUSTOMER")
  async customerPasswordChange(@Args(() => PasswordChangeArgs) args: PasswordChangeArgs, @Ctx() context: Context) {
    return changePassword(context, customerPasswordAccounts, args);
  }

  @UserErrorMutation(() => MailRequestPayload, {
    description:
      "A customer asks for another email. A mail to it has a link; it works for 3 days. Nothing changes before the link is followed. The response is the same if another customer has the email. Returns `INVALID_CREDENTIALS` for a wrong password, `RATE_LIMITED` after several failures or many requests of mails, and `SERVICE_UNAVAILABLE` if the server cannot send mails.",
  })
  @RequiresAccount("CUSTOMER")
  async customerEmailChangeRequest(
    @Args(() => CustomerEmailChangeArgs) args: CustomerEmailChangeArgs,
    @Ctx() context: Context,
  ) {
    return requestEmailChange(context, args);
  }

  @UserErrorMutation(() => LoginPayload, {
    description: `Makes the email of a link from \`customerEmailChangeRequest\` the proven email of the customer, and logs in. Orders under that email become the customer's, and a mail tells the former email. Returns ${badTokens}, \`EMAIL_TAKEN\` if another registered customer has the email, and \`RATE_LIMITED\` after several bad tokens.`,
  })
  @PublicAccess("CUSTOMER")
  async customerEmailChangeConfirm(@Args(() => LinkTokenArgs) args: LinkTokenArgs, @Ctx() context: Context) {
    return confirmEmailChange(context, args);
  }
}
