import { Field, ID, ObjectType } from "type-graphql";
import { Payload } from "../../graphql/errors/payload.type.js";
import { User } from "./user.type.js";

@ObjectType({ description: "The result of creating or changing a user.", simpleResolvers: true })
export class UserPayload extends Payload {
  @Field(() => User, { nullable: true, description: "The user after the write. Null when there are user errors." })
  user: User | null = null;
}

@ObjectType({ description: "The result of deleting a user.", simpleResolvers: true })
export class UserDeletePayload extends Payload {
  @Field(() => ID, { nullable: true, description: "The id of the deleted user. Null when there are user errors." })
  deletedId: string | null = null;
}
