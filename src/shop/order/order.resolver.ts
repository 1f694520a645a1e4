import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import { RequiresScope, RequiresScopeOrSelf } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { UserErrorMutation } from "../../graphql/errors/user-error-mutation.js";
import { createCustomerLoaders } from "../customer/customer.loaders.js";
import { Customer } from "../customer/customer.type.js";
import { OrdersRecordArgs } from "./order.args.js";
import { createOrderLoaders } from "./order.loaders.js";
import { OrdersRecordPayload } from "./order.payload.js";
import { Order } from "./order.type.js";
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
      "Records orders of the order system by their ids: creates new orders and updates existing ones, in one transaction. Repeating the call changes nothing.",
  })
  @RequiresScope("ORDERS_WRITE")
  async ordersRecord(@Args(() => OrdersRecordArgs) args: OrdersRecordArgs, @Ctx() { db, caller }: Context) {
    return recordOrders(db, caller, args);
  }
}
