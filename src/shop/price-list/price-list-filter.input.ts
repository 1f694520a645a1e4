import { Field, InputType } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import { InputCost } from "../../graphql/cost/cost.js";
import { DateTimeFilter, IDFilter, StringFilter } from "../../graphql/filters/comparison.input.js";
import type { RelationFilter } from "../../graphql/filters/filter.js";
import { type CustomerGroupFilter, CustomerGroupRelationFilter } from "../filters/customer-filter.input.js";
import { PriceListStatus, PriceListType } from "./price-list.type.js";

@InputType({
  description: "Which price lists: all conditions given are required; an empty object matches every one.",
})
export class PriceListFilter {
  @Field(() => [PriceListFilter], { nullable: true, description: "All of these match." })
  and?: PriceListFilter[] | null;

  @InputCost({ combines: "or" })
  @Field(() => [PriceListFilter], {
    nullable: true,
    description: "At least one of these matches; an empty list matches nothing.",
  })
  or?: PriceListFilter[] | null;

  @InputCost({ combines: "not" })
  @Field(() => PriceListFilter, { nullable: true, description: "This does not match." })
  not?: PriceListFilter | null;

  @InputCost({ isKey: true })
  @Field(() => IDFilter, { nullable: true, description: "By id." })
  id?: IDFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "By title." })
  title?: StringFilter | null;

  @InputCost({ perRow: 0.005 })
  @Field(() => PriceListType, { nullable: true, description: "By how its prices are meant." })
  type?: PriceListType | null;

  @InputCost({ perRow: 0.005 })
  @Field(() => PriceListStatus, { nullable: true, description: "By whether it is in use." })
  status?: PriceListStatus | null;

  @Field(() => DateTimeFilter, { nullable: true, description: "By its start." })
  startsAt?: DateTimeFilter | null;

  @Field(() => DateTimeFilter, { nullable: true, description: "By its end." })
  endsAt?: DateTimeFilter | null;

  @Field(() => DateTimeFilter, { nullable: true, description: "By creation." })
  createdAt?: DateTimeFilter | null;

  @Field(() => DateTimeFilter, { nullable: true, description: "By last change." })
  updatedAt?: DateTimeFilter | null;

  @RequiresScope("CUSTOMER_GROUPS_READ")
  @InputCost({ related: { each: 3, rows: 1_000 } })
  @Field(() => CustomerGroupRelationFilter, { nullable: true, description: "By live groups of its condition." })
  customerGroups?: RelationFilter<CustomerGroupFilter> | null;
}
