import type { GraphQLResolveInfo } from "graphql";
import { Args, Ctx, Info, Resolver } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Cost } from "../../graphql/cost/cost.js";
import { UserErrorMutation } from "../../graphql/errors/user-error-mutation.js";
import { CustomerGroupMembersPayload } from "../customer-group/membership.payload.js";
import { CustomerIdsArgs } from "./customer-upsert.args.js";
import { CustomersDeletePayload, CustomersRestorePayload } from "./customer-upsert.payload.js";
import { deleteCustomers, restoreCustomers } from "./customers-delete.service.js";
import { GroupMatchingArgs } from "./matching.args.js";
import { addMatchingCustomers, removeMatchingCustomers } from "./matching.service.js";

@Resolver()
export class CustomerBulkResolver {
  @UserErrorMutation(() => CustomersDeletePayload, {
    description: "Deletes up to 10,000 customers and their addresses, all or none.",
  })
  @RequiresScope("CUSTOMERS_WRITE")
  async customersDelete(@Args(() => CustomerIdsArgs) args: CustomerIdsArgs, @Ctx() { db, caller }: Context) {
    return deleteCustomers(db, caller, args);
  }

  @UserErrorMutation(() => CustomersRestorePayload, {
    description: "Restores up to 10,000 deleted customers as `customerRestore` does, all or none.",
  })
  @RequiresScope("CUSTOMERS_WRITE")
  async customersRestore(@Args(() => CustomerIdsArgs) args: CustomerIdsArgs, @Ctx() { db, caller }: Context) {
    return restoreCustomers(db, caller, args);
  }

  @Cost({ rows: 100_000 })
  @UserErrorMutation(() => CustomerGroupMembersPayload, {
    description:
      "Adds all customers that match to a group. Nothing is written if another number than `expectedCount` matches (`CONFLICTING_INPUT`).",
  })
  @RequiresScope("CUSTOMERS_READ", "CUSTOMERS_WRITE", "CUSTOMER_GROUPS_WRITE")
  async customerGroupAddMatching(
    @Args(() => GroupMatchingArgs) args: GroupMatchingArgs,
    @Ctx() { db, caller }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return addMatchingCustomers(db, caller, args, info);
  }

  @Cost({ rows: 100_000 })
  @UserErrorMutation(() => CustomerGroupMembersPayload, {
    description:
      "Removes all customers that match from a group. Nothing is written if another number than `expectedCount` matches (`CONFLICTING_INPUT`).",
  })
  @RequiresScope("CUSTOMERS_READ", "CUSTOMERS_WRITE", "CUSTOMER_GROUPS_WRITE")
  async customerGroupRemoveMatching(
    @Args(() => GroupMatchingArgs) args: GroupMatchingArgs,
    @Ctx() { db, caller }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return removeMatchingCustomers(db, caller, args, info);
  }
}
