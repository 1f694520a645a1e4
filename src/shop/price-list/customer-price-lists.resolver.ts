import { Args, Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import { RequiresScopeOrSelf } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Cost } from "../../graphql/cost/cost.js";
import type { Connection } from "../../graphql/pagination/connection.type.js";
import type { SelectionInfo } from "../../graphql/pagination/selection.js";
import { Direct } from "../../graphql/schema/direct-resolver.js";
import { Customer } from "../customer/customer.type.js";
import { CustomerPriceListsArgs } from "./price-list.args.js";
import { createPriceListLoaders } from "./price-list.loaders.js";
import { type PriceList, PriceListConnection } from "./price-list.type.js";

@Resolver(() => Customer)
export class CustomerPriceListsResolver {
  @Cost({ rows: 100 })
  @FieldResolver(() => PriceListConnection, {
    description:
      "The price lists that apply to this customer at a time: active, within their dates, and either without groups or with a group of the customer. None applies to a deleted customer.",
  })
  @RequiresScopeOrSelf("PRICE_LISTS_READ")
  @Direct()
  priceLists(
    @Root() customer: Customer,
    @Args(() => CustomerPriceListsArgs) args: CustomerPriceListsArgs,
    @Ctx() context: Context,
    @Info() info: SelectionInfo,
  ): Connection<PriceList> {
    return context.loaders(createPriceListLoaders).ofCustomer.forParent(customer, args, info);
  }
}
