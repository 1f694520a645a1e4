import { ArgsType, Field, ID, InputType, Int } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { DeletedScope } from "../../graphql/filters/deleted-scope.type.js";
import { PageArgs } from "../../graphql/pagination/connection.args.js";
import { SortDirection } from "../../graphql/pagination/sort-direction.type.js";
import { enumType } from "../../graphql/schema/enum-type.js";
import { SearchCost } from "../../graphql/search/search.js";
import { CustomerGroupFilter } from "../filters/customer-filter.input.js";
import { CustomerGroupCreateInput, CustomerGroupUpdateInput } from "./customer-group.input.js";

export const CustomerGroupSortField = enumType(
  "CustomerGroupSortField",
  "The fields that sort customer groups. Case and accents of names are ignored.",
  {
    ID: "Creation order.",
    NAME: "Name.",
    CREATED_AT: "The time when it was created.",
    UPDATED_AT: "When it was last changed.",
  },
);

export type CustomerGroupSortField = keyof typeof CustomerGroupSortField;

@InputType({ description: "A sort key for customer groups." })
export class CustomerGroupSort {
  @Field(() => CustomerGroupSortField, { description: "The field to sort by." })
  field!: CustomerGroupSortField;

  @Field(() => SortDirection, { defaultValue: "ASC", description: "The sort direction." })
  direction!: SortDirection;
}

/** The arguments of every list of groups. */
@ArgsType()
export class CustomerGroupListArgs extends PageArgs {
  @Field(() => CustomerGroupFilter, { nullable: true, description: "Only groups that match the filter." })
  where?: CustomerGroupFilter | null;

  @SearchCost()
  @Field(() => String, {
    nullable: true,
    description:
      "Only groups whose name contains every word. Case, accents and invisible characters are ignored. At most 200 characters and 10 words.",
  })
  search?: string | null;

  @InputCost({ page: "sort" })
  @Field(() => [CustomerGroupSort], {
    nullable: true,
    description: "The sort keys, at most 5. Default: creation order.",
  })
  sort?: CustomerGroupSort[] | null;
}

@ArgsType()
export class CustomerGroupsArgs extends CustomerGroupListArgs {
  @Field(() => DeletedScope, { defaultValue: "EXCLUDE", description: "Includes or excludes deleted groups." })
  deleted!: DeletedScope;
}

@ArgsType()
export class CustomerGroupCreateArgs {
  @Field(() => CustomerGroupCreateInput, { description: "The new group." })
  input!: CustomerGroupCreateInput;
}

const ifVersion = "Writes only if the group still has this version.";

@ArgsType()
export class CustomerGroupUpdateArgs {
  @Field(() => ID, { description: "The group's id." })
  id!: string;

  @Field(() => CustomerGroupUpdateInput, { description: "The changes. A field that is left out does not change." })
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
