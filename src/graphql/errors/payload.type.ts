import { Field, ObjectType } from "type-graphql";
import { UserError } from "./user-error.type.js";

/** What every payload has beside its object or counts. A new instance is the answer to a refused input. */
@ObjectType()
export abstract class Payload {
  @Field(() => [UserError], { description: "What was wrong with the input; empty when it was written." })
  userErrors: readonly UserError[] = [];
}
