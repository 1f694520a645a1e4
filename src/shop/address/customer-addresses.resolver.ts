import { Args, Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import { RequiresScopeOrSelf } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Cost } from "../../graphql/cost/cost.js";
import type { Connection } from "../../graphql/pagination/connection.type.js";
import type { SelectionInfo } from "../../graphql/pagination/selection.js";
import { Direct } from "../../graphql/schema/direct-resolver.js";
import { Customer } from "../customer/customer.type.js";
import { AddressListArgs } from "./address.args.js";
import { createAddressLoaders } from "./address.loaders.js";
import { Address, AddressConnection } from "./address.type.js";

@Resolver(() => Customer)
export class CustomerAddressesResolver {
  @Cost({ rows: 10, longest: 1_000 })
  @FieldResolver(() => AddressConnection, { description: "The customer's addresses." })
  @RequiresScopeOrSelf("CUSTOMERS_READ")
  @Direct()
  addresses(
    @Root() customer: Customer,
    @Args(() => AddressListArgs) args: AddressListArgs,
    @Ctx() context: Context,
    @Info() info: SelectionInfo,
  ): Connection<Address> {
    return context.loaders(createAddressLoaders).ofCustomer.forParent(customer, args, info);
  }

  @FieldResolver(() => Address, { nullable: true, description: "The default shipping address." })
  @RequiresScopeOrSelf("CUSTOMERS_READ")
  async defaultShippingAddress(@Root() { id }: Customer, @Ctx() context: Context): Promise<Address | null> {
    return context.loaders(createAddressLoaders).defaultShipping.load(id);
  }

  @FieldResolver(() => Address, { nullable: true, description: "The default billing address." })
  @RequiresScopeOrSelf("CUSTOMERS_READ")
  async defaultBillingAddress(@Root() { id }: Customer, @Ctx() context: Context): Promise<Address | null> {
    return context.loaders(createAddressLoaders).defaultBilling.load(id);
  }
}
