import { Arg, Args, Ctx, ID, Info, Query, Resolver } from "type-graphql";
import { Needs, NeedsOrSelf } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Cost } from "../../graphql/cost/cost.js";
import { UserErrorMutation } from "../../graphql/errors/user-error-mutation.js";
import type { Connection } from "../../graphql/pagination/connection.type.js";
import { rootConnection } from "../../graphql/pagination/list.js";
import type { SelectionInfo } from "../../graphql/pagination/selection.js";
import {
  CustomerByEmailArgs,
  CustomerCreateArgs,
  CustomerDeleteArgs,
  CustomersArgs,
  CustomerUpdateArgs,
} from "./customer.args.js";
import { allCustomers } from "./customer.list.js";
import { createCustomerLoaders } from "./customer.loaders.js";
import { CustomerDeletePayload, CustomerPayload } from "./customer.payload.js";
import { findCustomerByEmail } from "./customer.queries.js";
import { Customer, CustomerConnection } from "./customer.type.js";
import { createCustomer } from "./customer-create.service.js";
import { deleteCustomer, restoreCustomer } from "./customer-delete.service.js";
import { updateCustomer } from "./customer-update.service.js";

@Resolver(() => Customer)
export class CustomerResolver {
  @Query(() => Customer, {
    nullable: true,
    description: "The customer with this id; null when there is none or it is deleted.",
  })
  @NeedsOrSelf("CUSTOMERS_READ")
  async customer(
    @Arg("id", () => ID, { description: "The customer's id." }) id: string,
    @Ctx() context: Context,
  ): Promise<Customer | null> {
    return context.loaders(createCustomerLoaders).byId.load(id);
  }

  @Query(() => Customer, {
    nullable: true,
    description: "The registered customer with this email when there is one, else the guest; `hasAccount` picks.",
  })
  @Needs("CUSTOMERS_READ")
  async customerByEmail(
    @Args(() => CustomerByEmailArgs) args: CustomerByEmailArgs,
    @Ctx() { reader }: Context,
  ): Promise<Customer | null> {
    return findCustomerByEmail(reader, args);
  }

  @Cost({ rows: 100_000, hasSortIndexes: true })
  @Query(() => CustomerConnection, { description: "All customers, filtered, searched, sorted, one page at a time." })
  @Needs("CUSTOMERS_READ")
  customers(
    @Args(() => CustomersArgs) args: CustomersArgs,
    @Ctx() { reader }: Context,
    @Info() info: SelectionInfo,
  ): Connection<Customer> {
    return rootConnection(reader, allCustomers, args, info);
  }

  @UserErrorMutation(() => CustomerPayload, {
    description: "Creates a customer together with its addresses and memberships.",
  })
  @Needs("CUSTOMERS_WRITE")
  async customerCreate(
    @Args(() => CustomerCreateArgs) args: CustomerCreateArgs,
    @Ctx() { db, writer, caller }: Context,
  ) {
    return createCustomer({ db, writer }, caller, args);
  }

  @UserErrorMutation(() => CustomerPayload, {
    description:
      "Changes a customer. An update that changes nothing leaves its version alone. A customer may not change their own email (`FORBIDDEN`).",
  })
  @NeedsOrSelf("CUSTOMERS_WRITE")
  async customerUpdate(@Args(() => CustomerUpdateArgs) args: CustomerUpdateArgs, @Ctx() { db, caller }: Context) {
    return updateCustomer(db, caller, args);
  }

  @UserErrorMutation(() => CustomerDeletePayload, {
    description:
      "Deletes a customer and its addresses; `customerRestore` brings them back. Deleting a deleted customer changes nothing.",
  })
  @Needs("CUSTOMERS_WRITE")
  async customerDelete(@Args(() => CustomerDeleteArgs) args: CustomerDeleteArgs, @Ctx() { db, caller }: Context) {
    return deleteCustomer(db, caller, args);
  }

  @UserErrorMutation(() => CustomerPayload, {
    description:
      "Brings back a deleted customer, the addresses deleted with it, and its memberships. Restoring a live customer changes nothing.",
  })
  @Needs("CUSTOMERS_WRITE")
  async customerRestore(
    @Arg("id", () => ID, { description: "The customer's id." }) id: string,
    @Ctx() { db, caller }: Context,
  ) {
    return restoreCustomer(db, caller, id);
  }
}
