import { Field, InputType } from "type-graphql";
import { IsTimestamp, NotBlank, Text } from "../../graphql/input/rules.js";
import { DateTime } from "../../graphql/scalars/date-time.js";
import { Scope } from "../auth/scope.type.js";

@InputType({ description: "A new API key." })
export class ApiKeyCreateInput {
  @Field(() => String, { description: "What the key is for, such as `ERP import`." })
  @Text()
  @NotBlank()
  title!: string;

  @Field(() => [Scope], { description: "What the key may do: nothing that the caller may not." })
  scopes!: Scope[];

  @Field(() => DateTime, {
    nullable: true,
    description: "When the key ends; it goes on until revoked when left out.",
  })
  @IsTimestamp()
  expiresAt?: Date | null;
}
