import { Field, ObjectType } from "type-graphql";
import { UserError } from "./user-error.type.js";

/** The field that all mutation payloads share. A new instance is the answer to a rejected input. */
@ObjectType()
export abstract class Payload {
  @Field(() => [UserError], { description: "The validation errors of the input. Empty if the mutation succeeded." })
  userErrors: readonly UserError[] = [];
}
