import { Field, InputType } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { DateTimeFilter, IDFilter, MetadataFilter, StringFilter } from "../../graphql/filters/comparison.input.js";
import { OrderStatus } from "./order.type.js";

@InputType({
  description: "Which orders: all conditions given are required; an empty object matches every one.",
})
export class OrderFilter {
  @Field(() => [OrderFilter], { nullable: true, description: "All of these match." })
  and?: OrderFilter[] | null;

  @InputCost({ combines: "or" })
  @Field(() => [OrderFilter], {
    nullable: true,
    description: "At least one of these matches; an empty list matches nothing.",
  })
  or?: OrderFilter[] | null;

  @InputCost({ combines: "not" })
  @Field(() => OrderFilter, { nullable: true, description: "This does not match." })
  not?: OrderFilter | null;

  @InputCost({ isKey: true })
  @Field(() => IDFilter, { nullable: true, description: "By id." })
  id?: IDFilter | null;

  @InputCost({ isKey: true })
  @Field(() => IDFilter, { nullable: true, description: "By the id of the customer, deleted or not." })
  customerId?: IDFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "By the number people know the order by." })
  displayId?: StringFilter | null;

  @InputCost({ perRow: 0.005 })
  @Field(() => OrderStatus, { nullable: true, description: "By how far it is." })
  status?: OrderStatus | null;

  @Field(() => StringFilter, { nullable: true, description: "By the email it was placed with." })
  email?: StringFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "By ISO 4217 code; compared in upper case." })
  currencyCode?: StringFilter | null;

  @Field(() => DateTimeFilter, { nullable: true, description: "By when it was placed." })
  placedAt?: DateTimeFilter | null;

  @Field(() => [MetadataFilter], { nullable: true, description: "By keys of its metadata, all required." })
  metadata?: MetadataFilter[] | null;
}
