import { ArgsType, Field, ID, InputType, Int } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { PageArgs } from "../../graphql/pagination/connection.args.js";
import { SortDirection } from "../../graphql/pagination/sort-direction.type.js";
import { enumType } from "../../graphql/schema/enum-type.js";
import { SearchCost } from "../../graphql/search/search-cost.js";
import { AddressFilter } from "../filters/address-filter.input.js";
import { AddressInput } from "./address.input.js";

export const AddressSortField = enumType(
  "AddressSortField",
  "What addresses can be sorted by. Cities are sorted ignoring case and accents.",
  {
    ID: "Creation order.",
    CITY: "City.",
    COUNTRY_CODE: "ISO 3166-1 alpha-2 code.",
    POSTAL_CODE: "Postal code.",
    CREATED_AT: "When it was created.",
    UPDATED_AT: "When it was last changed.",
  },
);

export type AddressSortField = keyof typeof AddressSortField;

export const AddressRole = enumType("AddressRole", "What an address can be the default for.", {
  SHIPPING: "Where goods go.",
  BILLING: "Where bills go.",
});

export type AddressRole = keyof typeof AddressRole;

@InputType({ description: "One key to sort addresses by." })
export class AddressSort {
  @Field(() => AddressSortField, { description: "What to sort by." })
  field!: AddressSortField;

  @Field(() => SortDirection, { defaultValue: "ASC", description: "Which way." })
  direction!: SortDirection;
}

/** The arguments of every list of addresses. */
@ArgsType()
export class AddressListArgs extends PageArgs {
  @Field(() => AddressFilter, { nullable: true, description: "Only addresses that match." })
  where?: AddressFilter | null;

  @SearchCost()
  @Field(() => String, {
    nullable: true,
    description:
      "Only addresses in whose name, company, recipient's names, address lines, city, province or postal code every word occurs, ignoring case, accents and invisible characters. At most 200 characters and 10 words.",
  })
  search?: string | null;

  @InputCost({ page: "sort" })
  @Field(() => [AddressSort], {
    nullable: true,
    description: "By what to sort, up to 5 keys; creation order when left out.",
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
  @Field(() => ID, { description: "The id of the customer whose address it is." })
  customerId!: string;

  @Field(() => ID, { description: "The address's id." })
  id!: string;
}

@ArgsType()
export class CustomerAddressUpdateArgs extends CustomerAddressArgs {
  @Field(() => AddressInput, { description: "What to change: a field left out stays, null clears it." })
  input!: AddressInput;

  @Field(() => Int, { nullable: true, description: "Write only if the address is still at this version." })
  ifVersion?: number | null;
}

@ArgsType()
export class CustomerAddressSetDefaultArgs extends CustomerAddressArgs {
  @Field(() => [AddressRole], { description: "What the address becomes the default for." })
  roles!: AddressRole[];
}
