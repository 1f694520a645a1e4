import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from "type-graphql";
import { RequiresScope, RequiresScopeOrSelf } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { Cost } from "../../graphql/cost/cost.js";
import { UserErrorMutation } from "../../graphql/errors/user-error-mutation.js";
import type { Connection } from "../../graphql/pagination/connection.type.js";
import { rootConnection } from "../../graphql/pagination/list.js";
import type { SelectionInfo } from "../../graphql/pagination/selection.js";
import { findCountry } from "../country/country.data.js";
import { Country } from "../country/country.type.js";
import { createCustomerLoaders } from "../customer/customer.loaders.js";
import { Customer } from "../customer/customer.type.js";
import {
  AddressListArgs,
  CustomerAddressArgs,
  CustomerAddressCreateArgs,
  CustomerAddressSetDefaultArgs,
  CustomerAddressUpdateArgs,
} from "./address.args.js";
import { allAddresses } from "./address.list.js";
import { createAddressLoaders } from "./address.loaders.js";
import { AddressDeletePayload, AddressPayload } from "./address.payload.js";
import { createAddress, deleteAddress, setDefaultAddress, updateAddress } from "./address.service.js";
import { Address, AddressConnection } from "./address.type.js";

@Resolver(() => Address)
export class AddressResolver {
  @Query(() => Address, {
    nullable: true,
    description: "The address with this id. Null if it does not exist or is deleted.",
  })
  @RequiresScopeOrSelf("CUSTOMERS_READ")
  async address(
    @Arg("id", () => ID, { description: "The address's id." }) id: string,
    @Ctx() context: Context,
  ): Promise<Address | null> {
    return context.loaders(createAddressLoaders).byId.load(id);
  }

  @Cost({ rows: 200_000, hasSortIndexes: true })
  @Query(() => AddressConnection, {
    description:
      "All addresses of customers who are not deleted, with filters, search, sort keys and pages. Deleted addresses are not included.",
  })
  @RequiresScope("CUSTOMERS_READ")
  addresses(
    @Args(() => AddressListArgs) args: AddressListArgs,
    @Ctx() { db }: Context,
    @Info() info: SelectionInfo,
  ): Connection<Address> {
    return rootConnection(db, allAddresses, args, info);
  }

  @FieldResolver(() => Country, { nullable: true, description: "The country of `countryCode`." })
  country(@Root() { countryCode }: Address): Country | null {
    return countryCode === null ? null : findCountry(countryCode);
  }

  @FieldResolver(() => Customer, { description: "The customer who owns the address." })
  @RequiresScopeOrSelf("CUSTOMERS_READ")
  async customer(@Root() { customerId }: Address, @Ctx() context: Context): Promise<Customer | null> {
    return context.loaders(createCustomerLoaders).includeDeleted.load(customerId);
  }

  @UserErrorMutation(() => AddressPayload, { description: "Creates an address of a customer." })
  @RequiresScopeOrSelf("CUSTOMERS_WRITE")
  async customerAddressCreate(
    @Args(() => CustomerAddressCreateArgs) args: CustomerAddressCreateArgs,
    @Ctx() { db, caller }: Context,
  ) {
    return createAddress(db, caller, args);
  }

  @UserErrorMutation(() => AddressPayload, {
    description: "Changes an address. An update without changes does not change the version.",
  })
  @RequiresScopeOrSelf("CUSTOMERS_WRITE")
  async customerAddressUpdate(
    @Args(() => CustomerAddressUpdateArgs) args: CustomerAddressUpdateArgs,
    @Ctx() { db, caller }: Context,
  ) {
    return updateAddress(db, caller, args);
  }

  @UserErrorMutation(() => AddressDeletePayload, {
    description:
      "Deletes an address permanently. If it was a default address, the customer has no default afterwards. Deleting a deleted address changes nothing.",
  })
  @RequiresScopeOrSelf("CUSTOMERS_WRITE")
  async customerAddressDelete(
    @Args(() => CustomerAddressArgs) args: CustomerAddressArgs,
    @Ctx() { db, caller }: Context,
  ) {
    return deleteAddress(db, caller, args);
  }

  @UserErrorMutation(() => AddressPayload, {
    description: "Makes an address the default for shipping, billing, or both. It replaces the previous defaults.",
  })
  @RequiresScopeOrSelf("CUSTOMERS_WRITE")
  async customerAddressSetDefault(
    @Args(() => CustomerAddressSetDefaultArgs) args: CustomerAddressSetDefaultArgs,
    @Ctx() { db, caller }: Context,
  ) {
    return setDefaultAddress(db, caller, args);
  }
}
