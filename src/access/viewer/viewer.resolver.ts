import { Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { createApiKeyLoaders } from "../api-key/api-key.loaders.js";
import { ApiKey, type ReadableApiKey } from "../api-key/api-key.type.js";
import { RequiresScopeOrSelf } from "../auth/access.js";
import type { Context } from "../context.js";
import { createUserLoaders } from "../user/user.loaders.js";
import { User } from "../user/user.type.js";
import { Viewer } from "./viewer.type.js";
import { viewerOf } from "./viewer-of.js";

@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer, { description: "The caller of this request and their scopes." })
  @RequiresScopeOrSelf()
  viewer(@Ctx() { caller }: Context): Viewer {
    return viewerOf(caller);
  }

  @FieldResolver(() => User, { nullable: true, description: "The member of staff. Null for other callers." })
  @RequiresScopeOrSelf()
  async user(@Root() { type, id }: Viewer, @Ctx() context: Context): Promise<User | null> {
    return type === "USER" ? context.loaders(createUserLoaders).byId.load(id) : null;
  }

  @FieldResolver(() => ApiKey, { nullable: true, description: "The API key. Null for other callers." })
  @RequiresScopeOrSelf()
  async apiKey(@Root() { type, id }: Viewer, @Ctx() context: Context): Promise<ReadableApiKey | null> {
    return type === "API_KEY" ? context.loaders(createApiKeyLoaders).byId.load(id) : null;
  }
}
