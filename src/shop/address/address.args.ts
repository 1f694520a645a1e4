import { ArgsType, Field, ID, InputType, Int } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { PageArgs } from "../../graphql/pagination/connection.args.js";
import { SortDirection } from "../../graphql/pagination/sort-direction.type.js";
import { enumType } from "../../graphql/schema/enum-type.js";
import { SearchCost } from "../../graphql/search/search.js";
import { AddressFilter } from "../filters/address-filter.input.js";
import { AddressInput } from "./address.input.js";

export const AddressSortField = enumType(
  "AddressSortField",
  "The fields that sort addresses. Case and accents of cities are ignored.",
  {
    ID: "Creation order.",
    CITY: "City.",
    COUNTRY_CODE: "ISO 3166-1 alpha-2 code of the country.",
    POSTAL_CODE: "Postal code.",
    CREATED_AT: "The time when it was created.",
    UPDATED_AT: "When it was last changed.",
  },
);

export type AddressSortField = keyof typeof AddressSortField;

export const AddressRole = enumType("AddressRole", "A role in which an address can be the default.", {
  SHIPPING: "The shipping address.",
  BILLING: "The billing address.",
});

export type AddressRole = keyof typeof AddressRole;

@InputType({ description: "A sort key for addresses." })
export class AddressSort {
  @Field(() => AddressSortField, { description: "The field to sort by." })
  field!: AddressSortField;

  @Field(() => SortDirection, { defaultValue: "ASC", description: "The sort direction." })
  direction!: SortDirection;
}

/** The arguments of every list of addresses. */
@ArgsType()
export class AddressListArgs extends PageArgs {
  @Field(() => AddressFilter, { nullable: true, description: "Only addresses that match the filter." })
  where?: AddressFilter | null;

  @SearchCost()
  @Field(() => String, {
    nullable: true,
    description:
      "Only addresses whose name, company, recipient's names, address lines, city, province or postal code contains every word. Case, accents and invisible characters are ignored. At most 200 characters and 10 words.",
  })
  search?: string | null;

  @InputCost({ page: "sort" })
  @Field(() => [AddressSort], {
    nullable: true,
    description: "The sort keys, at most 5. Default: creation order.",
  })
  sort?: AddressSort[] | null;
}

@ArgsType()
export class CustomerAddressCreateArgs {
  @Field(() => ID, { description: "The id of the customer who gets the address." })
  customerId!: string;

  @Field(() => AddressInput, { description: "The new address." })
  input!: AddressInput;
}

@ArgsType()
export class CustomerAddressArgs {
  @Field(() => ID, { description: "The id of the customer who owns the address." })
  customerId!: string;

  @Field(() => ID, { description: "The address's id." })
  id!: string;
}

@ArgsType()
export class CustomerAddressUpdateArgs extends CustomerAddressArgs {
  @Field(() => AddressInput, { description: "The changes. A field that is left out does not change; null clears it." })
  input!: AddressInput;

  @Field(() => Int, { nullable: true, description: "Writes only if the address still has this version." })
  ifVersion?: number | null;
}

@ArgsType()
export class CustomerAddressSetDefaultArgs extends CustomerAddressArgs {
  @Field(() => [AddressRole], { description: "The roles in which the address becomes the default." })
  roles!: AddressRole[];
}
