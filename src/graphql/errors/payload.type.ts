import { Field, ObjectType } from "type-graphql";
import { UserError } from "./user-error.type.js";

/** The field that all mutation payloads have. If an input has user errors, the mutation returns a new instance with them. */
@ObjectType()
export abstract class Payload {
  @Field(() => [UserError], { description: "The validation errors of the input. Empty if the mutation succeeded." })
  userErrors: readonly UserError[] = [];
}
