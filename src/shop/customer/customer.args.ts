import { ArgsType, Field, InputType } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { DeletedScope } from "../../graphql/filters/deleted-scope.type.js";
import { PageArgs } from "../../graphql/pagination/connection.args.js";
import { SortDirection } from "../../graphql/pagination/sort-direction.type.js";
import { enumType } from "../../graphql/schema/enum-type.js";
import { SearchCost } from "../../graphql/search/search.js";
import { CustomerFilter } from "../filters/customer-filter.input.js";

export const CustomerSortField = enumType(
  "CustomerSortField",
  "The fields that sort customers. Case and accents of names are ignored.",
  {
    ID: "Creation order.",
    EMAIL: "Email.",
    FIRST_NAME: "Given name.",
    LAST_NAME: "Family name.",
    COMPANY_NAME: "Company.",
    PHONE: "Phone number as it is stored.",
    CREATED_AT: "The time when it was created.",
    UPDATED_AT: "When it was last changed.",
    DELETED_AT: "The time when it was deleted. Null if it is not deleted.",
  },
);

export type CustomerSortField = keyof typeof CustomerSortField;

@InputType({ description: "A sort key for customers." })
export class CustomerSort {
  @Field(() => CustomerSortField, { description: "The field to sort by." })
  field!: CustomerSortField;

  @Field(() => SortDirection, { defaultValue: "ASC", description: "The sort direction." })
  direction!: SortDirection;
}

/** The arguments of every list of customers. */
@ArgsType()
export class CustomerListArgs extends PageArgs {
  @Field(() => CustomerFilter, { nullable: true, description: "Only customers that match the filter." })
  where?: CustomerFilter | null;

  @SearchCost()
  @Field(() => String, {
    nullable: true,
    description:
      "Only customers whose email, names, company name or phone contains every word. Case, accents and invisible characters are ignored. A phone number is found as it is stored and by its digits, in the digits of any script. At most 200 characters and 10 words.",
  })
  search?: string | null;

  @InputCost({ page: "sort" })
  @Field(() => [CustomerSort], {
    nullable: true,
    description: "The sort keys, at most 5. Default: creation order.",
  })
  sort?: CustomerSort[] | null;
}

@ArgsType()
export class CustomersArgs extends CustomerListArgs {
  @Field(() => DeletedScope, { defaultValue: "EXCLUDE", description: "Includes or excludes deleted customers." })
  deleted!: DeletedScope;
}

@ArgsType()
export class CustomerByEmailArgs {
  @Field(() => String, { description: "The email. Upper and lower case do not matter." })
  email!: string;

  @Field(() => Boolean, {
    nullable: true,
    description: "Finds only the registered customer (`true`) or only the guest (`false`).",
  })
  hasAccount?: boolean | null;
}

@ArgsType()
export class CustomerByExternalIdArgs {
  @Field(() => String, { description: "The other system, such as `erp`." })
  system!: string;

  @Field(() => String, { description: "The id in that system, such as `4711`. Compared exactly." })
  value!: string;
}
