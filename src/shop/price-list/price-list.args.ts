import { ArgsType, Field, ID, InputType, Int } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import { InputCost } from "../../graphql/cost/cost.js";
import { DeletedScope } from "../../graphql/filters/deleted-scope.js";
import { PageArgs } from "../../graphql/pagination/connection.args.js";
import { SortDirection } from "../../graphql/pagination/sort-direction.type.js";
import { DateTime } from "../../graphql/scalars/date-time.js";
import { enumType } from "../../graphql/schema/enum-type.js";
import { SearchCost } from "../../graphql/search/search-cost.js";
import { PriceListInput } from "./price-list.input.js";
import { PriceListFilter } from "./price-list-filter.input.js";

export const PriceListSortField = enumType(
  "PriceListSortField",
  "What price lists can be sorted by. Titles are sorted ignoring case and accents.",
  {
    ID: "Creation order.",
    TITLE: "Title.",
    STARTS_AT: "From when on it applies.",
    ENDS_AT: "Until when it applies.",
    CREATED_AT: "When it was created.",
    UPDATED_AT: "When it was last changed.",
  },
);

export type PriceListSortField = keyof typeof PriceListSortField;

@InputType({ description: "One key to sort price lists by." })
export class PriceListSort {
  @Field(() => PriceListSortField, { description: "What to sort by." })
  field!: PriceListSortField;

  @Field(() => SortDirection, { defaultValue: "ASC", description: "Which way." })
  direction!: SortDirection;
}

/** The arguments of the lists of price lists, but for what applies to a customer. */
@ArgsType()
export class PriceListListArgs extends PageArgs {
  @Field(() => PriceListFilter, { nullable: true, description: "Only price lists that match." })
  where?: PriceListFilter | null;

  @SearchCost()
  @Field(() => String, {
    nullable: true,
    description:
      "Only price lists in whose title every word occurs, ignoring case, accents and invisible characters. At most 200 characters and 10 words.",
  })
  search?: string | null;

  @InputCost({ page: "sort" })
  @Field(() => [PriceListSort], {
    nullable: true,
    description: "By what to sort, up to 5 keys; creation order when left out.",
  })
  sort?: PriceListSort[] | null;
}

@ArgsType()
export class PriceListsArgs extends PriceListListArgs {
  @Field(() => DeletedScope, { defaultValue: "EXCLUDE", description: "Whether deleted price lists are shown." })
  deleted!: DeletedScope;
}

@ArgsType()
export class CustomerPriceListsArgs extends PageArgs {
  @RequiresScope()
  @Field(() => DateTime, {
    nullable: true,
    description: "The moment to ask about; now when left out or null. Customers see what holds now.",
  })
  at?: Date | null;
}

@ArgsType()
export class PriceListCreateArgs {
  @Field(() => PriceListInput, { description: "The new price list; `title` and `type` are required." })
  input!: PriceListInput;
}

const ifVersion = "Write only if the price list is still at this version.";

@ArgsType()
export class PriceListUpdateArgs {
  @Field(() => ID, { description: "The price list's id." })
  id!: string;

  @Field(() => PriceListInput, { description: "What to change: a field left out stays, null clears it." })
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
