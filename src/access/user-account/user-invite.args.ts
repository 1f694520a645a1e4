import { ArgsType, Field } from "type-graphql";
import { Text } from "../../graphql/input/rules.js";
import { Scope } from "../auth/scope.type.js";
import { LinkPasswordArgs, MailRequestArgs } from "../link-token/link-token.args.js";

@ArgsType()
export class UserInviteArgs extends MailRequestArgs {
  @Field(() => [Scope], { description: "The scopes of the new user. The caller must hold each of them." })
  scopes!: Scope[];
}

@ArgsType()
export class UserInviteAcceptArgs extends LinkPasswordArgs {
  @Field(() => String, { nullable: true, description: "Given name." })
  @Text()
  firstName?: string | null;

  @Field(() => String, { nullable: true, description: "Family name." })
  @Text()
  lastName?: string | null;
}
