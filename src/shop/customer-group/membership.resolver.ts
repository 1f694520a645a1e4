import { Args, Ctx, FieldResolver, Info, Resolver, Root } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Cost } from "../../graphql/cost/cost.js";
import { UserErrorMutation } from "../../graphql/errors/user-error-mutation.js";
import type { Connection } from "../../graphql/pagination/connection.type.js";
import type { SelectionInfo } from "../../graphql/pagination/selection.js";
import { Direct } from "../../graphql/schema/direct-resolver.js";
import { Customer } from "../customer/customer.type.js";
import { CustomerGroupListArgs } from "./customer-group.args.js";
import { createCustomerGroupLoaders } from "./customer-group.loaders.js";
import { type CustomerGroup, CustomerGroupConnection } from "./customer-group.type.js";
import {
  CustomerGroupMembersArgs,
  CustomerGroupUpdateCustomersArgs,
  CustomerUpdateGroupsArgs,
} from "./membership.args.js";
import { CustomerGroupMembersPayload, CustomerGroupsPayload } from "./membership.payload.js";
import { updateGroupsOf, updateMembers } from "./membership.service.js";

@Resolver(() => Customer)
export class MembershipResolver {
  @Cost({ rows: 10, longest: 1_000, perRow: 0.06 })
  @FieldResolver(() => CustomerGroupConnection, {
    description: "The groups of the customer. A deleted customer has no groups.",
  })
  @RequiresScope("CUSTOMER_GROUPS_READ")
  @Direct()
  groups(
    @Root() customer: Customer,
    @Args(() => CustomerGroupListArgs) args: CustomerGroupListArgs,
    @Ctx() context: Context,
    @Info() info: SelectionInfo,
  ): Connection<CustomerGroup> {
    return context.loaders(createCustomerGroupLoaders).ofCustomer.forParent(customer, args, info);
  }

  @UserErrorMutation(() => CustomerGroupsPayload, {
    description: "Changes the groups of a customer: use `add` and `remove`, or `set` to replace all groups.",
  })
  @RequiresScope("CUSTOMER_GROUPS_WRITE")
  async customerUpdateGroups(
    @Args(() => CustomerUpdateGroupsArgs) args: CustomerUpdateGroupsArgs,
    @Ctx() { db, caller }: Context,
  ) {
    return updateGroupsOf(db, caller, args);
  }

  @UserErrorMutation(() => CustomerGroupMembersPayload, {
    description: "Adds customers to a group. Customers who are already members count as unchanged.",
  })
  @RequiresScope("CUSTOMER_GROUPS_WRITE")
  async customerGroupAddCustomers(
    @Args(() => CustomerGroupMembersArgs) { id, customerIds }: CustomerGroupMembersArgs,
    @Ctx() { db, caller }: Context,
  ) {
    return updateMembers(db, caller, { id, add: customerIds }, { add: ["customerIds"], remove: [] });
  }

  @UserErrorMutation(() => CustomerGroupMembersPayload, {
    description: "Removes customers from a group. Customers who are not members, or are deleted, count as unchanged.",
  })
  @RequiresScope("CUSTOMER_GROUPS_WRITE")
  async customerGroupRemoveCustomers(
    @Args(() => CustomerGroupMembersArgs) { id, customerIds }: CustomerGroupMembersArgs,
    @Ctx() { db, caller }: Context,
  ) {
    return updateMembers(db, caller, { id, remove: customerIds }, { add: [], remove: ["customerIds"] });
  }

  @UserErrorMutation(() => CustomerGroupMembersPayload, {
    description: "Adds and removes members of a group in one transaction.",
  })
  @RequiresScope("CUSTOMER_GROUPS_WRITE")
  async customerGroupUpdateCustomers(
    @Args(() => CustomerGroupUpdateCustomersArgs) args: CustomerGroupUpdateCustomersArgs,
    @Ctx() { db, caller }: Context,
  ) {
    return updateMembers(db, caller, args);
  }
}
