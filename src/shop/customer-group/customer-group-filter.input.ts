import { Field, InputType } from "type-graphql";
import { Needs } from "../../access/auth/access.js";
import { InputCost } from "../../graphql/cost/cost.js";
import { DateTimeFilter, IDFilter, MetadataFilter, StringFilter } from "../../graphql/filters/comparison.input.js";
import type { RelationFilter } from "../../graphql/filters/filter.js";
import { relationFilterType } from "../../graphql/filters/relation-filter.type.js";
import { type CustomerFilter, CustomerRelationFilter } from "../customer/customer-filter.input.js";

@InputType({
  description: "Which customer groups: all conditions given are required; an empty object matches every one.",
})
export class CustomerGroupFilter {
  @Field(() => [CustomerGroupFilter], { nullable: true, description: "All of these match." })
  and?: CustomerGroupFilter[] | null;

  @InputCost({ combines: "or" })
  @Field(() => [CustomerGroupFilter], {
    nullable: true,
    description: "At least one of these matches; an empty list matches nothing.",
  })
  or?: CustomerGroupFilter[] | null;

  @InputCost({ combines: "not" })
  @Field(() => CustomerGroupFilter, { nullable: true, description: "This does not match." })
  not?: CustomerGroupFilter | null;

  @InputCost({ isKey: true })
  @Field(() => IDFilter, { nullable: true, description: "By id." })
  id?: IDFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "By name." })
  name?: StringFilter | null;

  @Field(() => IDFilter, { nullable: true, description: "By the user or API key that created the group." })
  createdBy?: IDFilter | null;

  @Field(() => DateTimeFilter, { nullable: true, description: "By creation." })
  createdAt?: DateTimeFilter | null;

  @Field(() => DateTimeFilter, { nullable: true, description: "By last change." })
  updatedAt?: DateTimeFilter | null;

  @Field(() => DateTimeFilter, { nullable: true, description: "By deletion; see the argument `deleted`." })
  deletedAt?: DateTimeFilter | null;

  @Field(() => [MetadataFilter], { nullable: true, description: "By keys of metadata; all of them are required." })
  metadata?: MetadataFilter[] | null;

  @Needs("CUSTOMERS_READ")
  @InputCost({ related: { each: 50_000, rows: 720_000 } })
  @Field(() => CustomerRelationFilter, { nullable: true, description: "By live customers in the group." })
  customers?: RelationFilter<CustomerFilter> | null;
}

export const CustomerGroupRelationFilter = relationFilterType(
  "CustomerGroup",
  "customer groups",
  () => CustomerGroupFilter,
);
