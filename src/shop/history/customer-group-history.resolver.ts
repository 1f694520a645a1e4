import { Args, Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Cost } from "../../graphql/cost/cost.js";
import type { Connection } from "../../graphql/pagination/connection.type.js";
import type { SelectionInfo } from "../../graphql/pagination/selection.js";
import { Direct } from "../../graphql/schema/direct-resolver.js";
import { CustomerGroup } from "../customer-group/customer-group.type.js";
import { HistoryArgs } from "./change.args.js";
import { createChangeLoaders } from "./change.loaders.js";
import { ChangeConnection, type ReadableChange } from "./change.type.js";

@Resolver(() => CustomerGroup)
export class CustomerGroupHistoryResolver {
  @Cost({ rows: 1_000 })
  @FieldResolver(() => ChangeConnection, {
    description: "The changes of the customer group and of its memberships, newest first.",
  })
  @RequiresScope("HISTORY_READ")
  @Direct()
  history(
    @Root() parent: CustomerGroup,
    @Args(() => HistoryArgs) args: HistoryArgs,
    @Ctx() context: Context,
    @Info() info: SelectionInfo,
  ): Connection<ReadableChange> {
    return context.loaders(createChangeLoaders).ofGroup.forParent(parent, args, info);
  }
}
