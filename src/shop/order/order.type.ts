import type { JsonValue } from "@prisma/client/runtime/client";
import { Field, ID, ObjectType } from "type-graphql";
import type { Order as OrderRow } from "../../database/generated/client.js";
import type { Timestamp, WithTimestamps } from "../../database/sql/timestamp.js";
import { Cost, metadataCost } from "../../graphql/cost/cost.js";
import { JsonObject } from "../../graphql/json/json.scalar.js";
import { Node } from "../../graphql/node/node.type.js";
import { connectionType } from "../../graphql/pagination/connection.type.js";
import { DateTime } from "../../graphql/scalars/date-time.js";
import { OrderStatus } from "../filters/order-status.type.js";

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "An order that `ordersRecord` copied from the order system, with the id of that system. `node` finds it if the id begins with `order_`.",
})
export class Order extends Node implements WithTimestamps<OrderRow> {
  @Field(() => ID, { description: "The id in the order system, such as `order_1042`." })
  override id!: string;

  customerId!: string | null;
  isClaimed!: boolean;
  claimedFrom!: string | null;
  createdAt!: Timestamp;
  updatedAt!: Timestamp;

  @Field(() => String, {
    nullable: true,
    description: "The order number that is shown to people: any text, such as `1042` or `A-1042`.",
  })
  displayId!: string | null;

  @Field(() => OrderStatus, { description: "The status of the order." })
  status!: string;

  @Field(() => String, { nullable: true, description: "The email of the order, in lower case." })
  email!: string | null;

  @Field(() => String, {
    description: "ISO 4217 code in upper case, such as `EUR`. It may be withdrawn, such as `DEM`.",
  })
  currencyCode!: string;

  @Field(() => String, {
    description: "An exact decimal with all decimals of the currency, such as `10.00` in EUR. Below 0 for a refund.",
  })
  total!: string;

  @Field(() => DateTime, { description: "The time when it was placed." })
  placedAt!: Timestamp;

  @Cost(metadataCost)
  @Field(() => JsonObject, {
    nullable: true,
    description: 'Any JSON object of the order system, such as `{"channel": "web"}`.',
  })
  metadata!: JsonValue;
}

export const OrderConnection = connectionType("Order", "orders", () => Order);
