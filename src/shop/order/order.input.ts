import { Field, ID, InputType } from "type-graphql";
import { ExactText } from "../../graphql/input/exact-text.js";
import type { MetadataObject } from "../../graphql/input/metadata.js";
import { EmailAddress, IsTimestamp, Metadata, Text } from "../../graphql/input/rules.js";
import { JsonObject } from "../../graphql/json/json.scalar.js";
import { DateTime } from "../../graphql/scalars/date-time.js";
import { OrderStatus } from "./order.type.js";

@InputType({
  description:
    "An order as the order system has it. Of an order that is known already an optional field left out stays, null clears it.",
})
export class OrderRecordInput {
  @ExactText()
  @Field(() => ID, {
    description: "The order system's id, such as `order_01JZ8Q5W3V9K`: at most 255 characters, taken exactly as it is.",
  })
  id!: string;

  @ExactText()
  @Field(() => ID, { nullable: true, description: "The customer who placed it, deleted or not." })
  customerId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The number people know the order by; any text of at most 255 characters, such as `1042` or `A-1042`.",
  })
  @Text()
  displayId?: string | null;

  @Field(() => OrderStatus, { description: "How far it is." })
  status!: OrderStatus;

  @Field(() => String, { nullable: true, description: "The email it was placed with; stored in lower case." })
  @EmailAddress()
  email?: string | null;

  @Field(() => String, {
    description: "ISO 4217 code in any case, such as `EUR`, or one that has been withdrawn, such as `DEM`.",
  })
  currencyCode!: string;

  @Field(() => String, {
    description:
      "A decimal with at most the decimals of the currency, but for zeros behind them, such as `10.5`; below 0 for a refund.",
  })
  total!: string;

  @Field(() => DateTime, { description: "When it was placed." })
  @IsTimestamp()
  placedAt!: Date;

  @Field(() => JsonObject, {
    nullable: true,
    description:
      'Free data, at most 64 KiB and 10 levels: keys to replace where the order is known. `""` removes a key, null is stored as a value, `metadata: null` clears all.',
  })
  @Metadata()
  metadata?: MetadataObject | null;
}
