import { ArgsType, Field } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { hashingCost } from "../auth/password.js";

@ArgsType()
export class LoginArgs {
  @Field(() => String, { description: "The email. Upper and lower case do not matter." })
  email!: string;

  @InputCost(hashingCost)
  @Field(() => String, { description: "The password." })
  password!: string;
}
