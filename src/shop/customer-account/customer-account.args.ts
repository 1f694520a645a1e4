import { ArgsType, Field } from "type-graphql";
import { CurrentPasswordArgs } from "../../access/login/password-change.args.js";
import { mailCost } from "../../access/throttle/mail-throttle.js";
import { InputCost } from "../../graphql/cost/cost.js";
import { EmailAddress, NotBlank } from "../../graphql/input/rules.js";
import { CustomerRegisterInput } from "./customer-register.input.js";

@ArgsType()
export class CustomerRegisterArgs {
  @InputCost(mailCost)
  @Field(() => CustomerRegisterInput, { description: "The customer who signs up." })
  input!: CustomerRegisterInput;
}

@ArgsType()
export class CustomerEmailChangeArgs extends CurrentPasswordArgs {
  @InputCost(mailCost)
  @Field(() => String, {
    description: "The new email. The present email is allowed: its link proves that it belongs to the customer.",
  })
  @NotBlank()
  @EmailAddress()
  email!: string;
}
