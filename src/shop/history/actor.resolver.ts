import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../access/context.js";
import { createActorLoaders } from "./actor.loaders.js";
import { Actor } from "./change.type.js";

@Resolver(() => Actor)
export class ActorResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      "The current name of the actor: the name, company or email of a person, or the title of an API key. Null for the server itself, and for an actor who no longer exists.",
  })
  async name(@Root() { id }: Actor, @Ctx() context: Context): Promise<string | null> {
    return context.loaders(createActorLoaders).name.load(id);
  }
}
