import { Args, Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import { RequiresScopeOrSelf } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Cost } from "../../graphql/cost/cost.js";
import type { Connection } from "../../graphql/pagination/connection.type.js";
import type { SelectionInfo } from "../../graphql/pagination/selection.js";
import { Direct } from "../../graphql/schema/direct-resolver.js";
import { Customer } from "../customer/customer.type.js";
import { OrderListArgs } from "./order.args.js";
import { createOrderLoaders } from "./order.loaders.js";
import { type Order, OrderConnection } from "./order.type.js";

@Resolver(() => Customer)
export class CustomerOrdersResolver {
  @Cost({ rows: 10, longest: 10_000, hasSortIndexes: true })
  @FieldResolver(() => OrderConnection, {
    description: "The customer's orders, newest first. A deleted customer keeps its orders.",
  })
  @RequiresScopeOrSelf("ORDERS_READ")
  @Direct()
  orders(
    @Root() customer: Customer,
    @Args(() => OrderListArgs) args: OrderListArgs,
    @Ctx() context: Context,
    @Info() info: SelectionInfo,
  ): Connection<Order> {
    return context.loaders(createOrderLoaders).ofCustomer.forParent(customer, args, info);
  }
}
