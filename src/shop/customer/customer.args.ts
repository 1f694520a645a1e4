import { ArgsType, Field, InputType } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { DeletedScope } from "../../graphql/filters/deleted-scope.js";
import { PageArgs } from "../../graphql/pagination/connection.args.js";
import { SortDirection } from "../../graphql/pagination/sort-direction.type.js";
import { enumType } from "../../graphql/schema/enum-type.js";
import { SearchCost } from "../../graphql/search/search-cost.js";
import { CustomerFilter } from "../filters/customer-filter.input.js";

export const CustomerSortField = enumType(
  "CustomerSortField",
  "What customers can be sorted by. Names are sorted ignoring case and accents.",
  {
    ID: "Creation order.",
    EMAIL: "Email.",
    FIRST_NAME: "Given name.",
    LAST_NAME: "Family name.",
    COMPANY_NAME: "Company.",
    PHONE: "Phone number as it is written.",
    CREATED_AT: "When it was created.",
    UPDATED_AT: "When it was last changed.",
    DELETED_AT: "When it was deleted; live customers have no such time.",
  },
);

export type CustomerSortField = keyof typeof CustomerSortField;

@InputType({ description: "One key to sort customers by." })
export class CustomerSort {
  @Field(() => CustomerSortField, { description: "What to sort by." })
  field!: CustomerSortField;

  @Field(() => SortDirection, { defaultValue: "ASC", description: "Which way." })
  direction!: SortDirection;
}

/** The arguments of every list of customers. */
@ArgsType()
export class CustomerListArgs extends PageArgs {
  @Field(() => CustomerFilter, { nullable: true, description: "Only customers that match." })
  where?: CustomerFilter | null;

  @SearchCost()
  @Field(() => String, {
    nullable: true,
    description:
      "Only customers in whose email, names, company name or phone every word occurs, ignoring case, accents and invisible characters; the phone as it is written, and by its digits alone, in those of any script. At most 200 characters and 10 words.",
  })
  search?: string | null;

  @InputCost({ page: "sort" })
  @Field(() => [CustomerSort], {
    nullable: true,
    description: "By what to sort, up to 5 keys; creation order when left out.",
  })
  sort?: CustomerSort[] | null;
}

@ArgsType()
export class CustomersArgs extends CustomerListArgs {
  @Field(() => DeletedScope, { defaultValue: "EXCLUDE", description: "Whether deleted customers are shown." })
  deleted!: DeletedScope;
}

@ArgsType()
export class CustomerByEmailArgs {
  @Field(() => String, { description: "The email, in any case." })
  email!: string;

  @Field(() => Boolean, {
    nullable: true,
    description: "Only the registered customer (`true`) or only the guest (`false`).",
  })
  hasAccount?: boolean | null;
}
