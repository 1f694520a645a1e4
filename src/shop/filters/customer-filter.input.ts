import { Field, InputType } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import { exactCost, InputCost } from "../../graphql/cost/cost.js";
import { DateTimeFilter, IDFilter, MetadataFilter, StringFilter } from "../../graphql/filters/comparison.input.js";
import type { RelationFilter } from "../../graphql/filters/condition.js";
import { relationFilterType } from "../../graphql/filters/relation-filter.type.js";
import { type AddressFilter, AddressRelationFilter } from "./address-filter.input.js";
import { ExternalIdRelationFilter } from "./external-id-filter.input.js";
import { type OrderFilter, OrderRelationFilter } from "./order-filter.input.js";

// CustomerFilter and CustomerGroupFilter contain each other, so they are in one file.

@InputType({
  description: "A filter for customers. All given conditions must match. An empty object matches all customers.",
})
export class CustomerFilter {
  @Field(() => [CustomerFilter], { nullable: true, description: "All of these filters match." })
  and?: CustomerFilter[] | null;

  @InputCost({ combines: "or" })
  @Field(() => [CustomerFilter], {
    nullable: true,
    description: "At least one of these filters matches. An empty list matches nothing.",
  })
  or?: CustomerFilter[] | null;

  @InputCost({ combines: "not" })
  @Field(() => CustomerFilter, { nullable: true, description: "This filter does not match." })
  not?: CustomerFilter | null;

  @InputCost({ isKey: true })
  @Field(() => IDFilter, { nullable: true, description: "By id." })
  id?: IDFilter | null;

  @InputCost({ isKey: true })
  @Field(() => StringFilter, {
    nullable: true,
    description: "By email. Compared in its normal form, trimmed and in lower case.",
  })
  email?: StringFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "By given name." })
  firstName?: StringFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "By family name." })
  lastName?: StringFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "By company." })
  companyName?: StringFilter | null;

  @Field(() => StringFilter, {
    nullable: true,
    description: "By phone number as it was entered. `search` ignores punctuation.",
  })
  phone?: StringFilter | null;

  @InputCost({ perRow: exactCost })
  @Field(() => Boolean, { nullable: true, description: "Registered customers (`true`) or guests (`false`)." })
  hasAccount?: boolean | null;

  @Field(() => IDFilter, { nullable: true, description: "By the user or API key that created the customer." })
  createdBy?: IDFilter | null;

  @Field(() => DateTimeFilter, { nullable: true, description: "By the time of creation." })
  createdAt?: DateTimeFilter | null;

  @Field(() => DateTimeFilter, { nullable: true, description: "By the time of the last change." })
  updatedAt?: DateTimeFilter | null;

  @Field(() => DateTimeFilter, {
    nullable: true,
    description: "By the time of deletion. See also the argument `deleted`.",
  })
  deletedAt?: DateTimeFilter | null;

  @Field(() => DateTimeFilter, {
    nullable: true,
    description: "By the time when the customer proved that the email is theirs.",
  })
  emailVerifiedAt?: DateTimeFilter | null;

  @Field(() => [MetadataFilter], { nullable: true, description: "By keys of metadata. All of them must match." })
  metadata?: MetadataFilter[] | null;

  @InputCost({ related: { each: 2, rows: 200_000 } })
  @Field(() => AddressRelationFilter, { nullable: true, description: "By addresses that are not deleted." })
  addresses?: RelationFilter<AddressFilter> | null;

  @RequiresScope("CUSTOMER_GROUPS_READ")
  @InputCost({ related: { each: 3, rows: 1_000 } })
  @Field(() => CustomerGroupRelationFilter, {
    nullable: true,
    description: "By groups of the customer that are not deleted.",
  })
  groups?: RelationFilter<CustomerGroupFilter> | null;

  @RequiresScope("ORDERS_READ")
  @InputCost({ related: { each: 2, rows: 200_000 } })
  @Field(() => OrderRelationFilter, {
    nullable: true,
    description: "By orders of the customer. A deleted customer keeps its orders.",
  })
  orders?: RelationFilter<OrderFilter> | null;

  @InputCost({ related: { each: 2, rows: 200_000 } })
  @Field(() => ExternalIdRelationFilter, {
    nullable: true,
    description: "By the ids that other systems have for the customer.",
  })
  externalIds?: ExternalIdRelationFilter | null;
}

const CustomerRelationFilter = relationFilterType("Customer", "customers", () => CustomerFilter);

@InputType({
  description:
    "A filter for customer groups. All given conditions must match. An empty object matches all customer groups.",
})
export class CustomerGroupFilter {
  @Field(() => [CustomerGroupFilter], { nullable: true, description: "All of these filters match." })
  and?: CustomerGroupFilter[] | null;

  @InputCost({ combines: "or" })
  @Field(() => [CustomerGroupFilter], {
    nullable: true,
    description: "At least one of these filters matches. An empty list matches nothing.",
  })
  or?: CustomerGroupFilter[] | null;

  @InputCost({ combines: "not" })
  @Field(() => CustomerGroupFilter, { nullable: true, description: "This filter does not match." })
  not?: CustomerGroupFilter | null;

  @InputCost({ isKey: true })
  @Field(() => IDFilter, { nullable: true, description: "By id." })
  id?: IDFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "By name." })
  name?: StringFilter | null;

  @Field(() => IDFilter, { nullable: true, description: "By the user or API key that created the group." })
  createdBy?: IDFilter | null;

  @Field(() => DateTimeFilter, { nullable: true, description: "By the time of creation." })
  createdAt?: DateTimeFilter | null;

  @Field(() => DateTimeFilter, { nullable: true, description: "By the time of the last change." })
  updatedAt?: DateTimeFilter | null;

  @Field(() => DateTimeFilter, {
    nullable: true,
    description: "By the time of deletion. See also the argument `deleted`.",
  })
  deletedAt?: DateTimeFilter | null;

  @Field(() => [MetadataFilter], { nullable: true, description: "By keys of metadata. All of them must match." })
  metadata?: MetadataFilter[] | null;

  @RequiresScope("CUSTOMERS_READ")
  @InputCost({ related: { each: 50_000, rows: 720_000 } })
  @Field(() => CustomerRelationFilter, {
    nullable: true,
    description: "By customers in the group who are not deleted.",
  })
  customers?: RelationFilter<CustomerFilter> | null;

  @InputCost({ related: { each: 2, rows: 1_000 } })
  @Field(() => ExternalIdRelationFilter, {
    nullable: true,
    description: "By the ids that other systems have for the group.",
  })
  externalIds?: ExternalIdRelationFilter | null;
}

export const CustomerGroupRelationFilter = relationFilterType(
  "CustomerGroup",
  "customer groups",
  () => CustomerGroupFilter,
);
