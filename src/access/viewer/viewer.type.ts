import { Field, ObjectType } from "type-graphql";
import { ActorType } from "../auth/actor-type.js";
import { Scope } from "../auth/scope.type.js";

@ObjectType({
  description: "Who makes this request, and what they may do. Exactly one of user, apiKey and customer is set.",
  simpleResolvers: true,
})
export class Viewer {
  /** Whose id it is says `type`. */
  id!: string;

  @Field(() => ActorType, { description: "What kind of caller it is." })
  type!: ActorType;

  @Field(() => [Scope], { description: "What the caller may do; a customer has no scopes, only their own record." })
  scopes!: Scope[];
}
