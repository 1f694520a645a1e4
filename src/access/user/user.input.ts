import { Field, InputType } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { EmailAddress, NotBlank, Password, Text } from "../../graphql/input/rules.js";
import { hashingCost } from "../auth/password.js";
import { Scope } from "../auth/scope.type.js";

const passwordDescription = "8 to 128 characters; stored only as a hash, never readable again.";

@InputType({ description: "A new member of staff." })
export class UserCreateInput {
  @Field(() => String, { description: "Email, such as `ada@example.com`; stored in lower case, unique among users." })
  @NotBlank()
  @EmailAddress()
  email!: string;

  @InputCost(hashingCost)
  @Field(() => String, { description: `Password: ${passwordDescription}` })
  @Password()
  password!: string;

  @Field(() => String, { nullable: true, description: "Given name." })
  @Text()
  firstName?: string | null;

  @Field(() => String, { nullable: true, description: "Family name." })
  @Text()
  lastName?: string | null;

  @Field(() => [Scope], { description: "What the user may do: nothing that the caller may not." })
  scopes!: Scope[];
}

@InputType({ description: "Changes to a member of staff: a field left out stays, null clears a name." })
export class UserUpdateInput {
  @Field(() => String, { nullable: true, description: "Email; stored in lower case, unique among users." })
  @EmailAddress()
  email?: string | null;

  @InputCost(hashingCost)
  @Field(() => String, {
    nullable: true,
    description: `A new password, which ends the sessions made with the former one: ${passwordDescription}`,
  })
  @Password()
  password?: string | null;

  @Field(() => String, { nullable: true, description: "Given name." })
  @Text()
  firstName?: string | null;

  @Field(() => String, { nullable: true, description: "Family name." })
  @Text()
  lastName?: string | null;

  @Field(() => [Scope], {
    nullable: true,
    description: "Replaces what the user may do; what is added or taken away must be something that the caller may do.",
  })
  scopes?: Scope[] | null;
}
