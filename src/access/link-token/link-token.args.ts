import { ArgsType, Field } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { ExactText } from "../../graphql/input/exact-text.js";
import { EmailAddress, NotBlank, Password } from "../../graphql/input/rules.js";
import { hashingCost } from "../auth/password.js";
import { mailCost } from "../throttle/mail-throttle.js";

/** For descriptions of mutations that take a token. */
export const badTokens = "`INVALID_TOKEN` for a token that is unknown, used, replaced by a newer one or too old";

@ArgsType()
export class LinkTokenArgs {
  @ExactText()
  @Field(() => String, { description: "The token of the link in the mail." })
  token!: string;
}

@ArgsType()
export class LinkPasswordArgs extends LinkTokenArgs {
  @InputCost(hashingCost)
  @Field(() => String, {
    description: "The new password: 8 to 128 characters. Only a hash is stored, so it cannot be read again.",
  })
  @Password()
  password!: string;
}

@ArgsType()
export class MailRequestArgs {
  @InputCost(mailCost)
  @Field(() => String, { description: "The email. Upper and lower case do not matter." })
  @NotBlank()
  @EmailAddress()
  email!: string;
}
