import { Arg, Args, Ctx, ID, Resolver } from "type-graphql";
import { RequiresScope, RequiresScopeOrSelf } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { UserErrorMutation } from "../../graphql/errors/user-error-mutation.js";
import { CustomerDeletePayload, CustomerPayload } from "./customer.payload.js";
import { createCustomer } from "./customer-create.service.js";
import { deleteCustomer, restoreCustomer } from "./customer-delete.service.js";
import { CustomerCreateArgs, CustomerDeleteArgs, CustomerUpdateArgs } from "./customer-mutation.args.js";
import { updateCustomer } from "./customer-update.service.js";

@Resolver()
export class CustomerMutationResolver {
  @UserErrorMutation(() => CustomerPayload, {
    description: "Creates a customer with addresses and memberships.",
  })
  @RequiresScope("CUSTOMERS_WRITE")
  async customerCreate(@Args(() => CustomerCreateArgs) args: CustomerCreateArgs, @Ctx() { db, caller }: Context) {
    return createCustomer(db, caller, args);
  }

  @UserErrorMutation(() => CustomerPayload, {
    description:
      "Changes a customer. An update without changes does not change the version. A customer may not change their own email and password (`FORBIDDEN`): see `customerEmailChangeRequest` and `customerPasswordChange`.",
  })
  @RequiresScopeOrSelf("CUSTOMERS_WRITE")
  async customerUpdate(@Args(() => CustomerUpdateArgs) args: CustomerUpdateArgs, @Ctx() { db, caller }: Context) {
    return updateCustomer(db, caller, args);
  }

  @UserErrorMutation(() => CustomerDeletePayload, {
    description:
      "Deletes a customer and its addresses. `customerRestore` restores them. Deleting a deleted customer changes nothing.",
  })
  @RequiresScope("CUSTOMERS_WRITE")
  async customerDelete(@Args(() => CustomerDeleteArgs) args: CustomerDeleteArgs, @Ctx() { db, caller }: Context) {
    return deleteCustomer(db, caller, args);
  }

  @UserErrorMutation(() => CustomerPayload, {
    description:
      "Restores a deleted customer, the addresses that were deleted with it, and its memberships. Restoring a customer that is not deleted changes nothing.",
  })
  @RequiresScope("CUSTOMERS_WRITE")
  async customerRestore(
    @Arg("id", () => ID, { description: "The customer's id." }) id: string,
    @Ctx() { db, caller }: Context,
  ) {
    return restoreCustomer(db, caller, id);
  }
}
