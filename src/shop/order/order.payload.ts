import { Field, Int, ObjectType } from "type-graphql";
import { Cost } from "../../graphql/cost/cost.js";
import { Payload } from "../../graphql/errors/payload.type.js";
import { Order } from "./order.type.js";

@ObjectType({ description: "The result of recording orders.", simpleResolvers: true })
export class OrdersRecordPayload extends Payload {
  @Field(() => [Order], {
    description: "The orders after the write, in the order of the input. Empty when there are user errors.",
  })
  @Cost({ size: 1_000 })
  orders: Order[] = [];

  @Field(() => Int, { description: "The number of created orders." })
  created = 0;

  @Field(() => Int, { description: "The number of changed orders." })
  updated = 0;

  @Field(() => Int, { description: "The number of orders that needed no change." })
  unchanged = 0;
}
