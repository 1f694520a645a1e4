import { ArgsType, Field, InputType } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { Nested } from "../../graphql/input/nested.js";
import { PageArgs } from "../../graphql/pagination/connection.args.js";
import { SortDirection } from "../../graphql/pagination/sort-direction.type.js";
import { enumType } from "../../graphql/schema/enum-type.js";
import { OrderFilter } from "../filters/order-filter.input.js";
import { OrderRecordInput } from "./order.input.js";

export const OrderSortField = enumType("OrderSortField", "The fields that sort orders.", {
  ID: "Id.",
  DISPLAY_ID:
    "The order number that is shown to people. Case and accents are ignored, and digits sort as numbers: `A-9` before `A-10`.",
  PLACED_AT: "The time when it was placed.",
});

export type OrderSortField = keyof typeof OrderSortField;

@InputType({ description: "A sort key for orders." })
export class OrderSort {
  @Field(() => OrderSortField, { description: "The field to sort by." })
  field!: OrderSortField;

  @Field(() => SortDirection, { defaultValue: "ASC", description: "The sort direction." })
  direction!: SortDirection;
}

@ArgsType()
export class OrderListArgs extends PageArgs {
  @Field(() => OrderFilter, { nullable: true, description: "Only orders that match the filter." })
  where?: OrderFilter | null;

  @InputCost({ page: "sort" })
  @Field(() => [OrderSort], {
    nullable: true,
    description: "The sort keys, at most 5. Default: newest first.",
  })
  sort?: OrderSort[] | null;
}

@ArgsType()
export class OrdersRecordArgs {
  @Field(() => [OrderRecordInput], { description: "The orders, at most 1,000. Each id must occur only once." })
  @Nested()
  orders!: OrderRecordInput[];
}
