import { ArgsType, Field, InputType } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { Nested } from "../../graphql/input/nested.js";
import { PageArgs } from "../../graphql/pagination/connection.args.js";
import { SortDirection } from "../../graphql/pagination/sort-direction.type.js";
import { enumType } from "../../graphql/schema/enum-type.js";
import { OrderRecordInput } from "./order.input.js";
import { OrderFilter } from "./order-filter.input.js";

export const OrderSortField = enumType("OrderSortField", "What orders can be sorted by.", {
  ID: "Id.",
  DISPLAY_ID:
    "The number people know the order by, ignoring case and accents; runs of digits sort as numbers: `A-9` before `A-10`.",
  PLACED_AT: "When it was placed.",
});

export type OrderSortField = keyof typeof OrderSortField;

@InputType({ description: "One key to sort orders by." })
export class OrderSort {
  @Field(() => OrderSortField, { description: "What to sort by." })
  field!: OrderSortField;

  @Field(() => SortDirection, { defaultValue: "ASC", description: "Which way." })
  direction!: SortDirection;
}

@ArgsType()
export class OrderListArgs extends PageArgs {
  @Field(() => OrderFilter, { nullable: true, description: "Only orders that match." })
  where?: OrderFilter | null;

  @InputCost({ page: "sort" })
  @Field(() => [OrderSort], {
    nullable: true,
    description: "By what to sort, up to 5 keys; newest first when left out.",
  })
  sort?: OrderSort[] | null;
}

@ArgsType()
export class OrdersRecordArgs {
  @Field(() => [OrderRecordInput], { description: "The orders, at most 1,000, each once." })
  @Nested()
  orders!: OrderRecordInput[];
}
