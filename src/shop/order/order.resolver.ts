import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from "type-graphql";
import { RequiresScope, RequiresScopeOrSelf } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Cost } from "../../graphql/cost/cost.js";
import { UserErrorMutation } from "../../graphql/errors/user-error-mutation.js";
import type { Connection } from "../../graphql/pagination/connection.type.js";
import { rootConnection } from "../../graphql/pagination/list.js";
import type { SelectionInfo } from "../../graphql/pagination/selection.js";
import { createCustomerLoaders } from "../customer/customer.loaders.js";
import { Customer } from "../customer/customer.type.js";
import { OrderListArgs, OrdersRecordArgs } from "./order.args.js";
import { allOrders } from "./order.list.js";
import { createOrderLoaders } from "./order.loaders.js";
import { OrdersRecordPayload } from "./order.payload.js";
import { Order, OrderConnection } from "./order.type.js";
import { recordOrders } from "./order-record.service.js";

@Resolver(() => Order)
export class OrderResolver {
  @Query(() => Order, { nullable: true, description: "The order with this id. Null if it does not exist." })
  @RequiresScopeOrSelf("ORDERS_READ")
  async order(
    @Arg("id", () => ID, { description: "The order system's id." }) id: string,
    @Ctx() context: Context,
  ): Promise<Order | null> {
    return context.loaders(createOrderLoaders).byId.load(id);
  }

  @Cost({ rows: 200_000, hasSortIndexes: true })
  @Query(() => OrderConnection, {
    description:
      "All recorded orders, newest first, with filters, sort keys and pages. Orders of deleted customers and orders without a customer are included.",
  })
  @RequiresScope("ORDERS_READ")
  orders(
    @Args(() => OrderListArgs) args: OrderListArgs,
    @Ctx() { db }: Context,
    @Info() info: SelectionInfo,
  ): Connection<Order> {
    return rootConnection(db, allOrders, args, info);
  }

  @FieldResolver(() => Customer, {
    nullable: true,
    description: "The customer who placed the order. Null if the customer is unknown or deleted.",
  })
  @RequiresScopeOrSelf("CUSTOMERS_READ")
  async customer(@Root() { customerId }: Order, @Ctx() context: Context): Promise<Customer | null> {
    return customerId === null ? null : context.loaders(createCustomerLoaders).byId.load(customerId);
  }

  @UserErrorMutation(() => OrdersRecordPayload, {
    description:
      "Records orders of the order system by their ids: creates new orders and updates existing ones, in one transaction. Repeating the call changes nothing. A claimed order stays with its customer if the call names the guest it came from.",
  })
  @RequiresScope("ORDERS_WRITE")
  async ordersRecord(@Args(() => OrdersRecordArgs) args: OrdersRecordArgs, @Ctx() { db, caller }: Context) {
    return recordOrders(db, caller, args);
  }
}
