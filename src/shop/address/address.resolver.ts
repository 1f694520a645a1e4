import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import { RequiresScopeOrSelf } from "../../access/auth/access.js";
import type { Context } from "../../access/context.js";
import { UserErrorMutation } from "../../graphql/errors/user-error-mutation.js";
import { findCountry } from "../country/country.data.js";
import { Country } from "../country/country.type.js";
import { createCustomerLoaders } from "../customer/customer.loaders.js";
import { Customer } from "../customer/customer.type.js";
import {
  CustomerAddressArgs,
  CustomerAddressCreateArgs,
  CustomerAddressSetDefaultArgs,
  CustomerAddressUpdateArgs,
} from "./address.args.js";
import { createAddressLoaders } from "./address.loaders.js";
import { AddressDeletePayload, AddressPayload } from "./address.payload.js";
import { createAddress, deleteAddress, setDefaultAddress, updateAddress } from "./address.service.js";
import { Address } from "./address.type.js";

@Resolver(() => Address)
export class AddressResolver {
  @Query(() => Address, {
    nullable: true,
    description: "The address with this id; null when there is none or it is deleted.",
  })
  @RequiresScopeOrSelf("CUSTOMERS_READ")
  async address(
    @Arg("id", () => ID, { description: "The address's id." }) id: string,
    @Ctx() context: Context,
  ): Promise<Address | null> {
    return context.loaders(createAddressLoaders).byId.load(id);
  }

  @FieldResolver(() => Country, { nullable: true, description: "The country that `countryCode` stands for." })
  country(@Root() { countryCode }: Address): Country | null {
    return countryCode === null ? null : findCountry(countryCode);
  }

  @FieldResolver(() => Customer, { description: "Whose address it is." })
  @RequiresScopeOrSelf("CUSTOMERS_READ")
  async customer(@Root() { customerId }: Address, @Ctx() context: Context): Promise<Customer | null> {
    return context.loaders(createCustomerLoaders).includeDeleted.load(customerId);
  }

  @UserErrorMutation(() => AddressPayload, { description: "Gives a customer a new address." })
  @RequiresScopeOrSelf("CUSTOMERS_WRITE")
  async customerAddressCreate(
    @Args(() => CustomerAddressCreateArgs) args: CustomerAddressCreateArgs,
    @Ctx() { db, caller }: Context,
  ) {
    return createAddress(db, caller, args);
  }

  @UserErrorMutation(() => AddressPayload, {
    description: "Changes an address. An update that changes nothing leaves its version alone.",
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
      "Deletes an address for good. A default address leaves its customer without one. Deleting a deleted address changes nothing.",
  })
  @RequiresScopeOrSelf("CUSTOMERS_WRITE")
  async customerAddressDelete(
    @Args(() => CustomerAddressArgs) args: CustomerAddressArgs,
    @Ctx() { db, caller }: Context,
  ) {
    return deleteAddress(db, caller, args);
  }

  @UserErrorMutation(() => AddressPayload, {
    description: "Makes an address the default for shipping, billing, or both; the former defaults stop being ones.",
  })
  @RequiresScopeOrSelf("CUSTOMERS_WRITE")
  async customerAddressSetDefault(
    @Args(() => CustomerAddressSetDefaultArgs) args: CustomerAddressSetDefaultArgs,
    @Ctx() { db, caller }: Context,
  ) {
    return setDefaultAddress(db, caller, args);
  }
}
