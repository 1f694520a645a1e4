import { ArgsType, Field } from "type-graphql";
import { PageArgs } from "../../graphql/pagination/connection.args.js";
import { ApiKeyCreateInput } from "./api-key.input.js";

@ArgsType()
export class ApiKeysArgs extends PageArgs {}

@ArgsType()
export class ApiKeyCreateArgs {
  @Field(() => ApiKeyCreateInput, { description: "The new key." })
  input!: ApiKeyCreateInput;
}
