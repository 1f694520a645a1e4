import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Cost, type FieldCost } from "../../graphql/cost/cost.js";
import { UserErrorMutation } from "../../graphql/errors/user-error-mutation.js";
import type { Connection } from "../../graphql/pagination/connection.type.js";
import { rootConnection } from "../../graphql/pagination/list.js";
import type { SelectionInfo } from "../../graphql/pagination/selection.js";
import { Direct } from "../../graphql/schema/direct-resolver.js";
import { CustomerGroupListArgs } from "../customer-group/customer-group.args.js";
import { type CustomerGroup, CustomerGroupConnection } from "../customer-group/customer-group.type.js";
import { PriceListPricesArgs } from "./price.args.js";
import { type PriceListPrice, PriceListPriceConnection } from "./price.type.js";
import { PriceListCreateArgs, PriceListDeleteArgs, PriceListsArgs, PriceListUpdateArgs } from "./price-list.args.js";
import { allPriceLists, searchableBy } from "./price-list.list.js";
import { createPriceListLoaders } from "./price-list.loaders.js";
import { PriceListDeletePayload, PriceListPayload } from "./price-list.payload.js";
import { createPriceList, deletePriceList, restorePriceList, updatePriceList } from "./price-list.service.js";
import { PriceList, PriceListConnection } from "./price-list.type.js";

/** The cost of any write to a price list: the trigger for history compares the whole row, with up to 10,000 prices. */
const rewriteCost: FieldCost = { fixed: 4_500 };

@Resolver(() => PriceList)
export class PriceListResolver {
  @Query(() => PriceList, {
    nullable: true,
    description: "The price list with this id. Null if it does not exist or is deleted.",
  })
  @RequiresScope("PRICE_LISTS_READ")
  async priceList(
    @Arg("id", () => ID, { description: "The price list's id." }) id: string,
    @Ctx() context: Context,
  ): Promise<PriceList | null> {
    return context.loaders(createPriceListLoaders).byId.load(id);
  }

  @Cost({ rows: 1_000, hasSortIndexes: true })
  @Query(() => PriceListConnection, {
    description: "All price lists, with filters, search, sort keys and pages.",
  })
  @RequiresScope("PRICE_LISTS_READ")
  priceLists(
    @Args(() => PriceListsArgs) args: PriceListsArgs,
    @Ctx() { db, caller }: Context,
    @Info() info: SelectionInfo,
  ): Connection<PriceList> {
    return rootConnection(db, searchableBy(caller, allPriceLists), args, info);
  }

  @Cost({ rows: 10_000 })
  @FieldResolver(() => PriceListPriceConnection, {
    description: "The prices, at most 10,000, in the order of the input.",
  })
  @Direct()
  prices(
    @Root() priceList: PriceList,
    @Args(() => PriceListPricesArgs) args: PriceListPricesArgs,
    @Ctx() context: Context,
    @Info() info: SelectionInfo,
  ): Connection<PriceListPrice> {
    return context.loaders(createPriceListLoaders).prices.forParent(priceList, args, info);
  }

  @Cost({ rows: 10, longest: 1_000, perRow: 0.06 })
  @FieldResolver(() => CustomerGroupConnection, {
    description:
      "The groups whose members get these prices, except deleted groups. A price list without groups applies to all customers. A price list whose groups are all deleted applies to no customer.",
  })
  @RequiresScope("CUSTOMER_GROUPS_READ")
  @Direct()
  customerGroups(
    @Root() priceList: PriceList,
    @Args(() => CustomerGroupListArgs) args: CustomerGroupListArgs,
    @Ctx() context: Context,
    @Info() info: SelectionInfo,
  ): Connection<CustomerGroup> {
    return context.loaders(createPriceListLoaders).groups.forParent(priceList, args, info);
  }

  @UserErrorMutation(() => PriceListPayload, {
    description: "Creates a price list with prices and groups. Prices are optional.",
  })
  @RequiresScope("PRICE_LISTS_WRITE")
  async priceListCreate(@Args(() => PriceListCreateArgs) args: PriceListCreateArgs, @Ctx() { db, caller }: Context) {
    return createPriceList(db, caller, args);
  }

  @Cost(rewriteCost)
  @UserErrorMutation(() => PriceListPayload, {
    description: "Changes a price list. An update without changes does not change the version.",
  })
  @RequiresScope("PRICE_LISTS_WRITE")
  async priceListUpdate(@Args(() => PriceListUpdateArgs) args: PriceListUpdateArgs, @Ctx() { db, caller }: Context) {
    return updatePriceList(db, caller, args);
  }

  @Cost(rewriteCost)
  @UserErrorMutation(() => PriceListDeletePayload, {
    description:
      "Deletes a price list, but not its groups. `priceListRestore` restores it. Deleting a deleted price list changes nothing.",
  })
  @RequiresScope("PRICE_LISTS_WRITE")
  async priceListDelete(@Args(() => PriceListDeleteArgs) args: PriceListDeleteArgs, @Ctx() { db, caller }: Context) {
    return deletePriceList(db, caller, args);
  }

  @Cost(rewriteCost)
  @UserErrorMutation(() => PriceListPayload, {
    description:
      "Restores a deleted price list with its prices and groups. Groups that are deleted stay hidden: if all are deleted, the price list applies to no customer. Restoring a price list that is not deleted changes nothing.",
  })
  @RequiresScope("PRICE_LISTS_WRITE")
  async priceListRestore(
    @Arg("id", () => ID, { description: "The price list's id." }) id: string,
    @Ctx() { db, caller }: Context,
  ) {
    return restorePriceList(db, caller, id);
  }
}
