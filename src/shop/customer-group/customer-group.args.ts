import { ArgsType, Field, ID, InputType, Int } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { DeletedScope } from "../../graphql/filters/deleted-scope.js";
import { PageArgs } from "../../graphql/pagination/connection.args.js";
import { SortDirection } from "../../graphql/pagination/sort-direction.type.js";
import { enumType } from "../../graphql/schema/enum-type.js";
import { SearchCost } from "../../graphql/search/search-cost.js";
import { CustomerGroupFilter } from "../filters/customer-filter.input.js";
import { CustomerGroupCreateInput, CustomerGroupUpdateInput } from "./customer-group.input.js";

export const CustomerGroupSortField = enumType(
  "CustomerGroupSortField",
  "What customer groups can be sorted by. Names are sorted ignoring case and accents.",
  {
    ID: "Creation order.",
    NAME: "Name.",
    CREATED_AT: "When it was created.",
    UPDATED_AT: "When it was last changed.",
  },
);

export type CustomerGroupSortField = keyof typeof CustomerGroupSortField;

@InputType({ description: "One key to sort customer groups by." })
export class CustomerGroupSort {
  @Field(() => CustomerGroupSortField, { description: "What to sort by." })
  field!: CustomerGroupSortField;

  @Field(() => SortDirection, { defaultValue: "ASC", description: "Which way." })
  direction!: SortDirection;
}

/** The arguments of every list of groups. */
@ArgsType()
export class CustomerGroupListArgs extends PageArgs {
  @Field(() => CustomerGroupFilter, { nullable: true, description: "Only groups that match." })
  where?: CustomerGroupFilter | null;

  @SearchCost()
  @Field(() => String, {
    nullable: true,
    description:
      "Only groups in whose name every word occurs, ignoring case, accents and invisible characters. At most 200 characters and 10 words.",
  })
  search?: string | null;

  @InputCost({ page: "sort" })
  @Field(() => [CustomerGroupSort], {
    nullable: true,
    description: "By what to sort, up to 5 keys; creation order when left out.",
  })
  sort?: CustomerGroupSort[] | null;
}

@ArgsType()
export class CustomerGroupsArgs extends CustomerGroupListArgs {
  @Field(() => DeletedScope, { defaultValue: "EXCLUDE", description: "Whether deleted groups are shown." })
  deleted!: DeletedScope;
}

@ArgsType()
export class CustomerGroupCreateArgs {
  @Field(() => CustomerGroupCreateInput, { description: "The new group." })
  input!: CustomerGroupCreateInput;
}

const ifVersion = "Write only if the group is still at this version.";

@ArgsType()
export class CustomerGroupUpdateArgs {
  @Field(() => ID, { description: "The group's id." })
  id!: string;

  @Field(() => CustomerGroupUpdateInput, { description: "What to change: a field left out stays." })
  input!: CustomerGroupUpdateInput;

  @Field(() => Int, { nullable: true, description: ifVersion })
  ifVersion?: number | null;
}

@ArgsType()
export class CustomerGroupDeleteArgs {
  @Field(() => ID, { description: "The group's id." })
  id!: string;

  @Field(() => Int, { nullable: true, description: ifVersion })
  ifVersion?: number | null;
}
