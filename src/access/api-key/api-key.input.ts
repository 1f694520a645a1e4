import { Field, InputType } from "type-graphql";
import { IsTimestamp, NotBlank, Text } from "../../graphql/input/rules.js";
import { DateTime } from "../../graphql/scalars/date-time.js";
import { Scope } from "../auth/scope.type.js";

@InputType({ description: "A new API key." })
export class ApiKeyCreateInput {
  @Field(() => String, { description: "The purpose of the key, such as `ERP import`." })
  @Text()
  @NotBlank()
  title!: string;

  @Field(() => [Scope], { description: "The scopes of the key. The caller must hold each of them." })
  scopes!: Scope[];

  @Field(() => DateTime, {
    nullable: true,
    description: "The time when the key expires. Default: the key does not expire.",
  })
  @IsTimestamp()
  expiresAt?: Date | null;
}
