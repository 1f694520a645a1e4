import { Arg, Args, Ctx, ID, Info, Query, Resolver } from "type-graphql";
import { RequiresScope, RequiresScopeOrSelf } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Cost } from "../../graphql/cost/cost.js";
import type { Connection } from "../../graphql/pagination/connection.type.js";
import { rootConnection } from "../../graphql/pagination/list.js";
import type { SelectionInfo } from "../../graphql/pagination/selection.js";
import { CustomerByEmailArgs, CustomersArgs } from "./customer.args.js";
import { allCustomers } from "./customer.list.js";
import { createCustomerLoaders } from "./customer.loaders.js";
import { findCustomerByEmail } from "./customer.queries.js";
import { Customer, CustomerConnection } from "./customer.type.js";

@Resolver(() => Customer)
export class CustomerResolver {
  @Query(() => Customer, {
    nullable: true,
    description: "The customer with this id. Null if it does not exist or is deleted.",
  })
  @RequiresScopeOrSelf("CUSTOMERS_READ")
  async customer(
    @Arg("id", () => ID, { description: "The customer's id." }) id: string,
    @Ctx() context: Context,
  ): Promise<Customer | null> {
    return context.loaders(createCustomerLoaders).byId.load(id);
  }

  @Query(() => Customer, {
    nullable: true,
    description:
      "The registered customer with this email or, if there is none, the guest. `hasAccount` selects one of them.",
  })
  @RequiresScope("CUSTOMERS_READ")
  async customerByEmail(
    @Args(() => CustomerByEmailArgs) args: CustomerByEmailArgs,
    @Ctx() { db }: Context,
  ): Promise<Customer | null> {
    return findCustomerByEmail(db, args);
  }

  @Cost({ rows: 100_000, hasSortIndexes: true, countsSearchWithPage: true })
  @Query(() => CustomerConnection, { description: "All customers, with filters, search, sort keys and pages." })
  @RequiresScope("CUSTOMERS_READ")
  customers(
    @Args(() => CustomersArgs) args: CustomersArgs,
    @Ctx() { db }: Context,
    @Info() info: SelectionInfo,
  ): Connection<Customer> {
    return rootConnection(db, allCustomers, args, info);
  }
}
