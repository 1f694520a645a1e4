import { Args, Ctx, Resolver } from "type-graphql";
import { UserErrorMutation } from "../../graphql/errors/user-error-mutation.js";
import { PublicAccess } from "../auth/access.js";
import type { Context } from "../context.js";
import { customerAccounts, staffAccounts } from "./accounts.js";
import { LoginArgs } from "./login.args.js";
import { LoginPayload } from "./login.payload.js";
import { logIn } from "./login.service.js";

@Resolver()
export class LoginResolver {
  @UserErrorMutation(() => LoginPayload, {
    description:
      "Logs in a member of staff. Returns `INVALID_CREDENTIALS` for an unknown email or a wrong password, and `RATE_LIMITED` after several failures.",
  })
  @PublicAccess("USER")
  async login(@Args(() => LoginArgs) args: LoginArgs, @Ctx() context: Context) {
    return logIn(context, staffAccounts, args);
  }

  @UserErrorMutation(() => LoginPayload, {
    description:
      "Logs in a registered customer. Returns `INVALID_CREDENTIALS` for an unknown email or a wrong password, and `RATE_LIMITED` after several failures.",
  })
  @PublicAccess("CUSTOMER")
  async customerLogin(@Args(() => LoginArgs) args: LoginArgs, @Ctx() context: Context) {
    return logIn(context, customerAccounts, args);
  }
}
