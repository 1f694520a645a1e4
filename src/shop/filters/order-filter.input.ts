import { Field, InputType } from "type-graphql";
import { exactCost, InputCost } from "../../graphql/cost/cost.js";
import { DateTimeFilter, IDFilter, MetadataFilter, StringFilter } from "../../graphql/filters/comparison.input.js";
import { relationFilterType } from "../../graphql/filters/relation-filter.type.js";
import { OrderStatus } from "./order-status.type.js";

@InputType({
  description: "A filter for orders. All given conditions must match. An empty object matches all orders.",
})
export class OrderFilter {
  @Field(() => [OrderFilter], { nullable: true, description: "All of these filters match." })
  and?: OrderFilter[] | null;

  @InputCost({ combines: "or" })
  @Field(() => [OrderFilter], {
    nullable: true,
    description: "At least one of these filters matches. An empty list matches nothing.",
  })
  or?: OrderFilter[] | null;

  @InputCost({ combines: "not" })
  @Field(() => OrderFilter, { nullable: true, description: "This filter does not match." })
  not?: OrderFilter | null;

  @InputCost({ isKey: true })
  @Field(() => IDFilter, { nullable: true, description: "By id." })
  id?: IDFilter | null;

  @InputCost({ isKey: true })
  @Field(() => IDFilter, { nullable: true, description: "By the id of the customer, deleted or not." })
  customerId?: IDFilter | null;

  @InputCost({ isKey: true })
  @Field(() => StringFilter, { nullable: true, description: "By the order number that is shown to people." })
  displayId?: StringFilter | null;

  @InputCost({ perRow: exactCost })
  @Field(() => OrderStatus, { nullable: true, description: "By status." })
  status?: OrderStatus | null;

  @InputCost({ isKey: true })
  @Field(() => StringFilter, { nullable: true, description: "By the email of the order." })
  email?: StringFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "By ISO 4217 code. Compared in upper case." })
  currencyCode?: StringFilter | null;

  @Field(() => DateTimeFilter, { nullable: true, description: "By the time when it was placed." })
  placedAt?: DateTimeFilter | null;

  @Field(() => [MetadataFilter], { nullable: true, description: "By keys of metadata. All of them must match." })
  metadata?: MetadataFilter[] | null;
}

export const OrderRelationFilter = relationFilterType("Order", "orders", () => OrderFilter);
