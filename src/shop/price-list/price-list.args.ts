import { ArgsType, Field, ID, InputType, Int } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import { InputCost } from "../../graphql/cost/cost.js";
import { DeletedScope } from "../../graphql/filters/deleted-scope.type.js";
import { PageArgs } from "../../graphql/pagination/connection.args.js";
import { SortDirection } from "../../graphql/pagination/sort-direction.type.js";
import { DateTime } from "../../graphql/scalars/date-time.js";
import { enumType } from "../../graphql/schema/enum-type.js";
import { SearchCost } from "../../graphql/search/search.js";
import { PriceListInput } from "./price-list.input.js";
import { PriceListFilter } from "./price-list-filter.input.js";

export const PriceListSortField = enumType(
  "PriceListSortField",
  "The fields that sort price lists. Case and accents of titles are ignored.",
  {
    ID: "Creation order.",
    TITLE: "Title.",
    STARTS_AT: "The time from which it applies.",
    ENDS_AT: "The time until which it applies.",
    CREATED_AT: "The time when it was created.",
    UPDATED_AT: "When it was last changed.",
  },
);

export type PriceListSortField = keyof typeof PriceListSortField;

@InputType({ description: "A sort key for price lists." })
export class PriceListSort {
  @Field(() => PriceListSortField, { description: "The field to sort by." })
  field!: PriceListSortField;

  @Field(() => SortDirection, { defaultValue: "ASC", description: "The sort direction." })
  direction!: SortDirection;
}

/** The arguments of every list of price lists, except `Customer.priceLists`. */
@ArgsType()
export class PriceListListArgs extends PageArgs {
  @Field(() => PriceListFilter, { nullable: true, description: "Only price lists that match the filter." })
  where?: PriceListFilter | null;

  @SearchCost({ each: 10, rows: 1_000 })
  @Field(() => String, {
    nullable: true,
    description:
      "Only price lists where every word is in the title or in the name of a group that is not deleted. Names of groups are searched if the caller has the scope `CUSTOMER_GROUPS_READ`. Case, accents and invisible characters are ignored. At most 200 characters and 10 words.",
  })
  search?: string | null;

  @InputCost({ page: "sort" })
  @Field(() => [PriceListSort], {
    nullable: true,
    description: "The sort keys, at most 5. Default: creation order.",
  })
  sort?: PriceListSort[] | null;
}

@ArgsType()
export class PriceListsArgs extends PriceListListArgs {
  @Field(() => DeletedScope, { defaultValue: "EXCLUDE", description: "Includes or excludes deleted price lists." })
  deleted!: DeletedScope;
}

@ArgsType()
export class CustomerPriceListsArgs extends PageArgs {
  @RequiresScope()
  @Field(() => DateTime, {
    nullable: true,
    description: "The time for which price lists are selected. Default: now. Customers can only select the present.",
  })
  at?: Date | null;
}

@ArgsType()
export class PriceListCreateArgs {
  @Field(() => PriceListInput, { description: "The new price list. `title` and `type` are required." })
  input!: PriceListInput;
}

const ifVersion = "Writes only if the price list still has this version.";

@ArgsType()
export class PriceListUpdateArgs {
  @Field(() => ID, { description: "The price list's id." })
  id!: string;

  @Field(() => PriceListInput, {
    description: "The changes. A field that is left out does not change; null clears it.",
  })
  input!: PriceListInput;

  @Field(() => Int, { nullable: true, description: ifVersion })
  ifVersion?: number | null;
}

@ArgsType()
export class PriceListDeleteArgs {
  @Field(() => ID, { description: "The price list's id." })
  id!: string;

  @Field(() => Int, { nullable: true, description: ifVersion })
  ifVersion?: number | null;
}
