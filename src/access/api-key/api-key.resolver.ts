import { Arg, Args, Ctx, ID, Info, Query, Resolver } from "type-graphql";
import { Cost } from "../../graphql/cost/cost.js";
import { UserErrorMutation } from "../../graphql/errors/user-error-mutation.js";
import type { Connection } from "../../graphql/pagination/connection.type.js";
import { rootConnection } from "../../graphql/pagination/list.js";
import type { SelectionInfo } from "../../graphql/pagination/selection.js";
import { RequiresScope } from "../auth/access.js";
import type { Context } from "../context.js";
import { ApiKeyCreateArgs, ApiKeysArgs } from "./api-key.args.js";
import { apiKeyList } from "./api-key.list.js";
import { ApiKeyPayload } from "./api-key.payload.js";
import { createApiKey, revokeApiKey } from "./api-key.service.js";
import { ApiKey, ApiKeyConnection } from "./api-key.type.js";

@Resolver(() => ApiKey)
export class ApiKeyResolver {
  @Cost({ rows: 100 })
  @Query(() => ApiKeyConnection, {
    description:
      "All API keys, including expired and revoked keys, page by page. They are sorted by creation; the root key is last.",
  })
  @RequiresScope("API_KEYS_MANAGE")
  apiKeys(
    @Args(() => ApiKeysArgs) args: ApiKeysArgs,
    @Ctx() { db }: Context,
    @Info() info: SelectionInfo,
  ): Connection<ApiKey> {
    return rootConnection(db, apiKeyList, args, info);
  }

  @UserErrorMutation(() => ApiKeyPayload, {
    description: "Creates an API key. Returns `FORBIDDEN` for a scope that the caller does not hold.",
  })
  @RequiresScope("API_KEYS_MANAGE")
  async apiKeyCreate(@Args(() => ApiKeyCreateArgs) args: ApiKeyCreateArgs, @Ctx() { db, caller }: Context) {
    return createApiKey(db, caller, args);
  }

  @UserErrorMutation(() => ApiKeyPayload, {
    description:
      "Revokes an API key permanently, with immediate effect on all instances. Revoking a revoked key changes nothing.",
  })
  @RequiresScope("API_KEYS_MANAGE")
  async apiKeyRevoke(
    @Arg("id", () => ID, { description: "The key's id." }) id: string,
    @Ctx() { db, caller }: Context,
  ) {
    return revokeApiKey(db, caller, id);
  }
}
