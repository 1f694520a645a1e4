import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Cost } from "../../graphql/cost/cost.js";
import { UserErrorMutation } from "../../graphql/errors/user-error-mutation.js";
import type { Connection } from "../../graphql/pagination/connection.type.js";
import { rootConnection } from "../../graphql/pagination/list.js";
import type { SelectionInfo } from "../../graphql/pagination/selection.js";
import { Direct } from "../../graphql/schema/direct-resolver.js";
import { CustomerListArgs } from "../customer/customer.args.js";
import { type Customer, CustomerConnection } from "../customer/customer.type.js";
import { ExternalId, externalIdsOf } from "../external-id/external-id.type.js";
import {
  CustomerGroupCreateArgs,
  CustomerGroupDeleteArgs,
  CustomerGroupsArgs,
  CustomerGroupUpdateArgs,
} from "./customer-group.args.js";
import { allCustomerGroups } from "./customer-group.list.js";
import { createCustomerGroupLoaders } from "./customer-group.loaders.js";
import { CustomerGroupDeletePayload, CustomerGroupPayload } from "./customer-group.payload.js";
import { createGroup, deleteGroup, restoreGroup, updateGroup } from "./customer-group.service.js";
import { CustomerGroup, CustomerGroupConnection } from "./customer-group.type.js";

@Resolver(() => CustomerGroup)
export class CustomerGroupResolver {
  @Query(() => CustomerGroup, {
    nullable: true,
    description: "The group with this id. Null if it does not exist or is deleted.",
  })
  @RequiresScope("CUSTOMER_GROUPS_READ")
  async customerGroup(
    @Arg("id", () => ID, { description: "The group's id." }) id: string,
    @Ctx() context: Context,
  ): Promise<CustomerGroup | null> {
    return context.loaders(createCustomerGroupLoaders).byId.load(id);
  }

  @Cost({ rows: 1_000, hasSortIndexes: true })
  @Query(() => CustomerGroupConnection, {
    description: "All customer groups, with filters, search, sort keys and pages.",
  })
  @RequiresScope("CUSTOMER_GROUPS_READ")
  customerGroups(
    @Args(() => CustomerGroupsArgs) args: CustomerGroupsArgs,
    @Ctx() { db }: Context,
    @Info() info: SelectionInfo,
  ): Connection<CustomerGroup> {
    return rootConnection(db, allCustomerGroups, args, info);
  }

  @Cost({ rows: 1_500, longest: 50_000, perRow: 0.08 })
  @FieldResolver(() => CustomerConnection, {
    description: "The customers in the group. A deleted group has no customers.",
  })
  @RequiresScope("CUSTOMERS_READ")
  @Direct()
  customers(
    @Root() group: CustomerGroup,
    @Args(() => CustomerListArgs) args: CustomerListArgs,
    @Ctx() context: Context,
    @Info() info: SelectionInfo,
  ): Connection<Customer> {
    return context.loaders(createCustomerGroupLoaders).customers.forParent(group, args, info);
  }

  @Cost({ fixed: 1, size: 2 })
  @FieldResolver(() => [ExternalId], {
    description: "The ids that other systems have for the group, one for each system, sorted by system.",
  })
  @Direct()
  externalIds(@Root() { externalIds }: CustomerGroup): ExternalId[] {
    return externalIdsOf(externalIds);
  }

  @UserErrorMutation(() => CustomerGroupPayload, { description: "Creates a customer group with its first members." })
  @RequiresScope("CUSTOMER_GROUPS_WRITE")
  async customerGroupCreate(
    @Args(() => CustomerGroupCreateArgs) args: CustomerGroupCreateArgs,
    @Ctx() { db, caller }: Context,
  ) {
    return createGroup(db, caller, args);
  }

  @UserErrorMutation(() => CustomerGroupPayload, {
    description: "Changes a customer group. An update without changes does not change the version.",
  })
  @RequiresScope("CUSTOMER_GROUPS_WRITE")
  async customerGroupUpdate(
    @Args(() => CustomerGroupUpdateArgs) args: CustomerGroupUpdateArgs,
    @Ctx() { db, caller }: Context,
  ) {
    return updateGroup(db, caller, args);
  }

  @UserErrorMutation(() => CustomerGroupDeletePayload, {
    description:
      "Deletes a customer group, but not its customers. `customerGroupRestore` restores it. Deleting a deleted group changes nothing.",
  })
  @RequiresScope("CUSTOMER_GROUPS_WRITE")
  async customerGroupDelete(
    @Args(() => CustomerGroupDeleteArgs) args: CustomerGroupDeleteArgs,
    @Ctx() { db, caller }: Context,
  ) {
    return deleteGroup(db, caller, args);
  }

  @UserErrorMutation(() => CustomerGroupPayload, {
    description:
      "Restores a deleted customer group and its memberships. Restoring a group that is not deleted changes nothing.",
  })
  @RequiresScope("CUSTOMER_GROUPS_WRITE")
  async customerGroupRestore(
    @Arg("id", () => ID, { description: "The group's id." }) id: string,
    @Ctx() { db, caller }: Context,
  ) {
    return restoreGroup(db, caller, id);
  }
}
