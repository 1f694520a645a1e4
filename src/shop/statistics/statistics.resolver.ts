import { Args, Ctx, FieldResolver, Info, Query, Resolver, Root } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Cost } from "../../graphql/cost/cost.js";
import type { SelectionInfo } from "../../graphql/pagination/selection.js";
import { createCustomerGroupLoaders } from "../customer-group/customer-group.loaders.js";
import { CustomerStatisticsArgs, LargestArgs } from "./statistics.args.js";
import { countriesOf, findStatistics, groupsOf } from "./statistics.queries.js";
import { CountryCount, CustomerGroupCount, CustomerStatistics } from "./statistics.type.js";

// The fixed costs are those of 1,000,000 customers with three memberships each (docs/performance.md).
@Resolver(() => CustomerStatistics)
export class CustomerStatisticsResolver {
  @Cost({ fixed: 3_000, rows: 100_000 })
  @Query(() => CustomerStatistics, {
    description: "Figures about the customers that match, for charts. One statement reads all of them at one moment.",
  })
  @RequiresScope("CUSTOMERS_READ")
  async customerStatistics(
    @Args(() => CustomerStatisticsArgs) args: CustomerStatisticsArgs,
    @Ctx() { db }: Context,
    @Info() info: SelectionInfo,
  ): Promise<CustomerStatistics> {
    return findStatistics(db, args, info);
  }

  @Cost({ fixed: 3_000 })
  @FieldResolver(() => [CountryCount], {
    description:
      "The customers by the country of their default shipping address, most first. Countries without customers are left out.",
  })
  byCountry(
    @Root() { countries }: CustomerStatistics,
    @Args(() => LargestArgs) { first }: LargestArgs,
  ): CountryCount[] {
    return countriesOf(countries, first);
  }

  @Cost({ fixed: 28_500 })
  @FieldResolver(() => [CustomerGroupCount], {
    description:
      "The customers by customer group, most first. A customer in several groups counts in each. Groups without customers are left out.",
  })
  @RequiresScope("CUSTOMER_GROUPS_READ")
  async byGroup(
    @Root() { groups }: CustomerStatistics,
    @Args(() => LargestArgs) { first }: LargestArgs,
    @Ctx() context: Context,
  ): Promise<CustomerGroupCount[]> {
    return groupsOf(context.loaders(createCustomerGroupLoaders).byId, groups, first);
  }
}
