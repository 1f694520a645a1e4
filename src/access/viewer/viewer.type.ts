import { Field, ObjectType } from "type-graphql";
import { ActorType } from "../auth/actor-type.js";
import { Scope } from "../auth/scope.type.js";

@ObjectType({
  description: "The caller of a request and their scopes. Exactly one of user, apiKey and customer is set.",
  simpleResolvers: true,
})
export class Viewer {
  /** The id of a user, an API key or a customer, depending on `type`. */
  id!: string;

  /** The session of the request. */
  sessionId?: string | undefined;

  @Field(() => ActorType, { description: "The type of the caller." })
  type!: ActorType;

  @Field(() => [Scope], {
    description: "The scopes of the caller. A customer has no scopes and reaches only their own record.",
  })
  scopes!: Scope[];
}
