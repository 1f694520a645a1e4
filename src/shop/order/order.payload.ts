import { Field, Int, ObjectType } from "type-graphql";
import { Cost } from "../../graphql/cost/cost.js";
import { Payload } from "../../graphql/errors/payload.type.js";
import { Order } from "./order.type.js";

@ObjectType({ description: "What became of recording orders.", simpleResolvers: true })
export class OrdersRecordPayload extends Payload {
  @Field(() => [Order], {
    description: "The orders as they are now, in the order given; none when there are user errors.",
  })
  @Cost({ size: 1_000 })
  orders: Order[] = [];

  @Field(() => Int, { description: "How many of them are new." })
  created = 0;

  @Field(() => Int, { description: "How many of them were changed." })
  updated = 0;

  @Field(() => Int, { description: "How many of them were as given already." })
  unchanged = 0;
}
