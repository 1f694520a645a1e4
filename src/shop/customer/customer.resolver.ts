import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from "type-graphql";
import { RequiresScope, RequiresScopeOrSelf } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Cost } from "../../graphql/cost/cost.js";
import type { Connection } from "../../graphql/pagination/connection.type.js";
import { rootConnection } from "../../graphql/pagination/list.js";
import type { SelectionInfo } from "../../graphql/pagination/selection.js";
import { Direct } from "../../graphql/schema/direct-resolver.js";
import { ExternalId, externalIdsOf } from "../external-id/external-id.type.js";
import { CustomerByEmailArgs, CustomerByExternalIdArgs, CustomersArgs } from "./customer.args.js";
import { allCustomers } from "./customer.list.js";
import { createCustomerLoaders } from "./customer.loaders.js";
import { findCustomerByEmail, findCustomerByExternalId } from "./customer.queries.js";
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

  @Query(() => Customer, {
    nullable: true,
    description: "The customer with this external id. Null if there is none or it is deleted.",
  })
  @RequiresScope("CUSTOMERS_READ")
  async customerByExternalId(
    @Args(() => CustomerByExternalIdArgs) args: CustomerByExternalIdArgs,
    @Ctx() { db }: Context,
  ): Promise<Customer | null> {
    return findCustomerByExternalId(db, args);
  }

  @Cost({ fixed: 1, size: 2 })
  @FieldResolver(() => [ExternalId], {
    description:
      "The ids that other systems have for the customer, one for each system, sorted by system. A customer sees their own, and cannot change them.",
  })
  @Direct()
  externalIds(@Root() { externalIds }: Customer): ExternalId[] {
    return externalIdsOf(externalIds);
  }

  @Cost({ rows: 100_000, hasSortIndexes: true })
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
