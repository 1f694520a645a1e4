import { Args, Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Cost } from "../../graphql/cost/cost.js";
import type { Connection } from "../../graphql/pagination/connection.type.js";
import type { SelectionInfo } from "../../graphql/pagination/selection.js";
import { Direct } from "../../graphql/schema/direct-resolver.js";
import { CustomerGroup } from "../customer-group/customer-group.type.js";
import { PriceListListArgs } from "./price-list.args.js";
import { createPriceListLoaders } from "./price-list.loaders.js";
import { type PriceList, PriceListConnection } from "./price-list.type.js";

@Resolver(() => CustomerGroup)
export class CustomerGroupPriceListsResolver {
  @Cost({ rows: 100 })
  @FieldResolver(() => PriceListConnection, {
    description:
      "The price lists for this group, including drafts, except deleted price lists. A deleted group has no price lists.",
  })
  @RequiresScope("PRICE_LISTS_READ")
  @Direct()
  priceLists(
    @Root() group: CustomerGroup,
    @Args(() => PriceListListArgs) args: PriceListListArgs,
    @Ctx() context: Context,
    @Info() info: SelectionInfo,
  ): Connection<PriceList> {
    return context.loaders(createPriceListLoaders).ofGroup.forParent(group, args, info);
  }
}
