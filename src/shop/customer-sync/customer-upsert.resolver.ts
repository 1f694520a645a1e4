import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { UserErrorMutation } from "../../graphql/errors/user-error-mutation.js";
import { createCustomerLoaders } from "../customer/customer.loaders.js";
import { Customer } from "../customer/customer.type.js";
import { CustomersUpsertArgs, CustomerUpsertArgs } from "./customer-upsert.args.js";
import { CustomersUpsertPayload, CustomerUpsertPayload, CustomerUpsertResult } from "./customer-upsert.payload.js";
import { upsertCustomer, upsertCustomers } from "./customers-upsert.service.js";

@Resolver(() => CustomerUpsertPayload)
export class CustomerUpsertResolver {
  @UserErrorMutation(() => CustomerUpsertPayload, {
    description:
      "Creates a customer, or changes an existing one to match the input. `by` identifies the customer. A customer that already matches the input does not change.",
  })
  @RequiresScope("CUSTOMERS_WRITE")
  async customerUpsert(@Args(() => CustomerUpsertArgs) args: CustomerUpsertArgs, @Ctx() { db, caller }: Context) {
    return upsertCustomer(db, caller, args);
  }

  @UserErrorMutation(() => CustomersUpsertPayload, {
    description:
      "Creates or changes up to 1,000 customers in one transaction, each as `customerUpsert` does. Each row has its result. `onBadRow` says what happens if some rows have errors. Two rows must not identify the same customer (`DUPLICATE_ROW`).",
  })
  @RequiresScope("CUSTOMERS_WRITE")
  async customersUpsert(@Args(() => CustomersUpsertArgs) args: CustomersUpsertArgs, @Ctx() { db, caller }: Context) {
    return upsertCustomers(db, caller, args);
  }

  @FieldResolver(() => Customer, {
    nullable: true,
    description: "The customer after the write. Null if there are errors, or if a dry run would create it.",
  })
  async customer(@Root() { customerId }: CustomerUpsertPayload, @Ctx() context: Context): Promise<Customer | null> {
    return customerId === null ? null : context.loaders(createCustomerLoaders).byId.load(customerId);
  }
}

@Resolver(() => CustomerUpsertResult)
export class CustomerUpsertResultResolver {
  @FieldResolver(() => Customer, {
    nullable: true,
    description: "The customer after the write. Null if there are errors, or if a dry run would create it.",
  })
  async customer(@Root() { customerId }: CustomerUpsertResult, @Ctx() context: Context): Promise<Customer | null> {
    return customerId === null ? null : context.loaders(createCustomerLoaders).byId.load(customerId);
  }
}
