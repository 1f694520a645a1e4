import { Args, ArgsType, Ctx, Field, Resolver, Root, Subscription } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import { checkFilter, type FieldInfo } from "../../graphql/filters/check-filter.js";
import { ChangeFilter } from "./change.args.js";
import { Change, type ReadableChange } from "./change.type.js";
import type { SubscriptionContext } from "./subscription-context.js";

@ArgsType()
class ChangesSubscriptionArgs {
  @Field(() => ChangeFilter, { nullable: true, description: "Only changes that match the filter." })
  where?: ChangeFilter | null;
}

@Resolver()
export class ChangeSubscriptionResolver {
  @Subscription(() => Change, {
    description:
      "Delivers changes when they are committed on any instance of the server: each change once, and the changes of one subject in the order of their commits. Ends with `UNAUTHENTICATED` or `FORBIDDEN` when the caller may no longer read changes, with `RATE_LIMITED` when its events cost more than the rate limit of the caller allows, and with `SUBSCRIPTION_TOO_SLOW` when the client reads too slowly.",
    subscribe: ({
      args,
      context,
      info,
    }: {
      args: ChangesSubscriptionArgs;
      context: SubscriptionContext;
      info: FieldInfo;
    }) => {
      checkFilter(args.where, info);
      return context.subscribeToChanges(args.where);
    },
  })
  @RequiresScope("HISTORY_READ")
  changes(
    @Root() change: ReadableChange,
    @Args(() => ChangesSubscriptionArgs) _args: ChangesSubscriptionArgs,
    @Ctx() context: SubscriptionContext,
  ): ReadableChange {
    context.resetLoadersFor(change);
    return change;
  }
}
