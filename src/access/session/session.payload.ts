import { Field, Int, ObjectType } from "type-graphql";
import { Payload } from "../../graphql/errors/payload.type.js";

@ObjectType({ description: "The result of ending sessions.", simpleResolvers: true })
export class SessionsEndPayload extends Payload {
  @Field(() => Int, { description: "The number of valid sessions that ended. 0 when there are user errors." })
  ended = 0;
}
