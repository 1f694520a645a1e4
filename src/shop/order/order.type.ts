import type { JsonValue } from "@prisma/client/runtime/client";
import { Field, ID, ObjectType } from "type-graphql";
import type { Order as OrderRow } from "../../database/generated/client.js";
import type { Timestamp, WithTimestamps } from "../../database/sql/timestamp.js";
import { Cost, metadataCost } from "../../graphql/cost/cost.js";
import { JsonObject } from "../../graphql/json/json.scalar.js";
import { Node } from "../../graphql/node/node.type.js";
import { connectionType } from "../../graphql/pagination/connection.type.js";
import { DateTime } from "../../graphql/scalars/date-time.js";
import { enumType } from "../../graphql/schema/enum-type.js";

export const OrderStatus = enumType("OrderStatus", "How far an order is.", {
  PENDING: "Placed, and not through yet.",
  COMPLETED: "Paid and delivered.",
  CANCELED: "Called off.",
  ARCHIVED: "Put away after it was completed or canceled.",
  REQUIRES_ACTION: "Waits for somebody to do something.",
});

export type OrderStatus = keyof typeof OrderStatus;

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "An order as this service knows it: recorded from the order system by `ordersRecord`, under the id it has there. `node` finds it where that id begins with `order_`.",
})
export class Order extends Node implements WithTimestamps<OrderRow> {
  @Field(() => ID, { description: "The id that the order system gave it, such as `order_1042`." })
  override id!: string;

  customerId!: string | null;
  createdAt!: Timestamp;
  updatedAt!: Timestamp;

  @Field(() => String, {
    nullable: true,
    description: "The number people know the order by; any text, such as `1042` or `A-1042`.",
  })
  displayId!: string | null;

  @Field(() => OrderStatus, { description: "How far it is." })
  status!: string;

  @Field(() => String, { nullable: true, description: "The email it was placed with, in lower case." })
  email!: string | null;

  @Field(() => String, {
    description: "ISO 4217 code in upper case, such as `EUR`; it may have been withdrawn since, such as `DEM`.",
  })
  currencyCode!: string;

  @Field(() => String, {
    description: "An exact decimal with all decimals of the currency, such as `10.00` in EUR; below 0 for a refund.",
  })
  total!: string;

  @Field(() => DateTime, { description: "When it was placed." })
  placedAt!: Timestamp;

  @Cost(metadataCost)
  @Field(() => JsonObject, {
    nullable: true,
    description: 'Free data of the order system, such as `{"channel": "web"}`.',
  })
  metadata!: JsonValue;
}

export const OrderConnection = connectionType("Order", "orders", () => Order);
