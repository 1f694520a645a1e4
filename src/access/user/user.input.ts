import { Field, InputType } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { EmailAddress, NotBlank, Password, Text } from "../../graphql/input/rules.js";
import { hashingCost } from "../auth/password.js";
import { Scope } from "../auth/scope.type.js";

const passwordDescription = "8 to 128 characters. Only a hash is stored, so it cannot be read again.";

@InputType({ description: "A new member of staff." })
export class UserCreateInput {
  @Field(() => String, {
    description: "Email, such as `ada@example.com`. Stored in lower case and unique among users.",
  })
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

  @Field(() => [Scope], { description: "The scopes of the user. The caller must hold each of them." })
  scopes!: Scope[];
}

@InputType({
  description: "Changes to a member of staff. A field that is left out does not change; null clears a name.",
})
export class UserUpdateInput {
  @Field(() => String, { nullable: true, description: "Email. Stored in lower case and unique among users." })
  @EmailAddress()
  email?: string | null;

  @InputCost(hashingCost)
  @Field(() => String, {
    nullable: true,
    description: `New password. It ends the user's sessions. ${passwordDescription}`,
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
    description: "Replaces the scopes of the user. The caller must hold each scope of the user, old and new.",
  })
  scopes?: Scope[] | null;
}
