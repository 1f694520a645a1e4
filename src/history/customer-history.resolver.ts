import { Args, Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import { Needs } from "../auth/access.js";
import type { Context } from "../context.js";
import { Customer } from "../customer/customer.type.js";
import { Direct } from "../direct-resolver.js";
import { Cost } from "../limits/cost.js";
import type { Connection } from "../pagination/connection.type.js";
import type { SelectionInfo } from "../pagination/selection.js";
import { ChangeListArgs } from "./change.args.js";
import { ChangeConnection, type ReadableChange } from "./change.type.js";

@Resolver(() => Customer)
export class CustomerHistoryResolver {
  @Cost({ rows: 100 })
  @FieldResolver(() => ChangeConnection, {
    description: "The changes of the customer, and of which groups they joined and left, in the order they were made.",
  })
  @Needs("HISTORY_READ")
  @Direct()
  history(
    @Root() parent: Customer,
    @Args(() => ChangeListArgs) args: ChangeListArgs,
    @Ctx() { loaders }: Context,
    @Info() info: SelectionInfo,
  ): Connection<ReadableChange> {
    return loaders.changes.ofSubject.under(parent, args, info);
  }
}
