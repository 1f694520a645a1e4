import { ArgsType, Field } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { ExactText } from "../../graphql/input/exact-text.js";
import { Password } from "../../graphql/input/rules.js";
import { hashingCost } from "../auth/password.js";

@ArgsType()
export class CurrentPasswordArgs {
  @ExactText()
  @InputCost(hashingCost)
  @Field(() => String, { description: "The caller's present password." })
  currentPassword!: string;
}

@ArgsType()
export class PasswordChangeArgs extends CurrentPasswordArgs {
  @InputCost(hashingCost)
  @Field(() => String, {
    description: "The new password: 8 to 128 characters. Only a hash is stored, so it cannot be read again.",
  })
  @Password()
  newPassword!: string;
}
