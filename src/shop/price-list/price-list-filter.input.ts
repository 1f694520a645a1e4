import { Field, InputType } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import { exactCost, InputCost } from "../../graphql/cost/cost.js";
import { DateTimeFilter, IDFilter, StringFilter } from "../../graphql/filters/comparison.input.js";
import type { RelationFilter } from "../../graphql/filters/condition.js";
import { type CustomerGroupFilter, CustomerGroupRelationFilter } from "../filters/customer-filter.input.js";
import { PriceListStatus, PriceListType } from "./price-list.type.js";

@InputType({
  description: "A filter for price lists. All given conditions must match. An empty object matches all price lists.",
})
export class PriceListFilter {
  @Field(() => [PriceListFilter], { nullable: true, description: "All of these filters match." })
  and?: PriceListFilter[] | null;

  @InputCost({ combines: "or" })
  @Field(() => [PriceListFilter], {
    nullable: true,
    description: "At least one of these filters matches. An empty list matches nothing.",
  })
  or?: PriceListFilter[] | null;

  @InputCost({ combines: "not" })
  @Field(() => PriceListFilter, { nullable: true, description: "This filter does not match." })
  not?: PriceListFilter | null;

  @InputCost({ isKey: true })
  @Field(() => IDFilter, { nullable: true, description: "By id." })
  id?: IDFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "By title." })
  title?: StringFilter | null;

  @InputCost({ perRow: exactCost })
  @Field(() => PriceListType, { nullable: true, description: "By type." })
  type?: PriceListType | null;

  @InputCost({ perRow: exactCost })
  @Field(() => PriceListStatus, { nullable: true, description: "By status." })
  status?: PriceListStatus | null;

  @Field(() => DateTimeFilter, { nullable: true, description: "By the start time." })
  startsAt?: DateTimeFilter | null;

  @Field(() => DateTimeFilter, { nullable: true, description: "By the end time." })
  endsAt?: DateTimeFilter | null;

  @Field(() => DateTimeFilter, { nullable: true, description: "By the time of creation." })
  createdAt?: DateTimeFilter | null;

  @Field(() => DateTimeFilter, { nullable: true, description: "By the time of the last change." })
  updatedAt?: DateTimeFilter | null;

  @RequiresScope("CUSTOMER_GROUPS_READ")
  @InputCost({ related: { each: 3, rows: 1_000 } })
  @Field(() => CustomerGroupRelationFilter, {
    nullable: true,
    description: "By groups of the price list that are not deleted.",
  })
  customerGroups?: RelationFilter<CustomerGroupFilter> | null;
}
