import { Args, Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Cost } from "../../graphql/cost/cost.js";
import type { Connection } from "../../graphql/pagination/connection.type.js";
import type { SelectionInfo } from "../../graphql/pagination/selection.js";
import { Direct } from "../../graphql/schema/direct-resolver.js";
import { Customer } from "../customer/customer.type.js";
import { HistoryArgs } from "./change.args.js";
import { createChangeLoaders } from "./change.loaders.js";
import { ChangeConnection, type ReadableChange } from "./change.type.js";

@Resolver(() => Customer)
export class CustomerHistoryResolver {
  @Cost({ rows: 100 })
  @FieldResolver(() => ChangeConnection, {
    description: "The changes of the customer, its addresses and its memberships in groups, newest first.",
  })
  @RequiresScope("HISTORY_READ")
  @Direct()
  history(
    @Root() parent: Customer,
    @Args(() => HistoryArgs) args: HistoryArgs,
    @Ctx() context: Context,
    @Info() info: SelectionInfo,
  ): Connection<ReadableChange> {
    return context.loaders(createChangeLoaders).ofCustomer.forParent(parent, args, info);
  }
}
