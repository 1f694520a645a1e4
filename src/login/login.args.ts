import { ArgsType, Field } from "type-graphql";

@ArgsType()
export class LoginArgs {
  @Field(() => String, { description: "The email, in any case." })
  email!: string;

  @Field(() => String, { description: "The password." })
  password!: string;
}
