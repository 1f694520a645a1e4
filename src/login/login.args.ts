import { ArgsType, Field } from "type-graphql";
import { hashingCost } from "../auth/password.js";
import { InputCost } from "../limits/cost.js";

@ArgsType()
export class LoginArgs {
  @Field(() => String, { description: "The email, in any case." })
  email!: string;

  @InputCost(hashingCost)
  @Field(() => String, { description: "The password." })
  password!: string;
}
