import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../../access/context.js";
import { createChangeLoaders } from "./change.loaders.js";
import { Actor } from "./change.type.js";

@Resolver(() => Actor)
export class ActorResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      "What the actor is called now: a person's name, or else their company or email; a key's title. Null for the server itself, and for whom it no longer knows.",
  })
  async name(@Root() { id }: Actor, @Ctx() context: Context): Promise<string | null> {
    return context.loaders(createChangeLoaders).actorName.load(id);
  }
}
