import { Field, ID, InputType } from "type-graphql";
import { ExactText } from "../../graphql/input/exact-text.js";
import type { MetadataObject } from "../../graphql/input/metadata.js";
import { Nested } from "../../graphql/input/nested.js";
import { EmailAddress, IsTimestamp, Metadata, Text } from "../../graphql/input/rules.js";
import { JsonObject } from "../../graphql/json/json.scalar.js";
import { DateTime } from "../../graphql/scalars/date-time.js";
import { ExternalIdInput } from "../external-id/external-id.input.js";
import { OrderStatus } from "../filters/order-status.type.js";

@InputType({
  description:
    "An order of the order system. For an existing order, an optional field that is left out does not change; null clears it.",
})
export class OrderRecordInput {
  @ExactText()
  @Field(() => ID, {
    description:
      "The id in the order system, such as `order_01JZ8Q5W3V9K`. At most 255 characters; stored without changes.",
  })
  id!: string;

  @ExactText()
  @Field(() => ID, {
    nullable: true,
    description:
      "The id of the customer who placed the order. If it is left out, an existing order keeps its customer; null removes the customer, except from a claimed order that had none before. The customer may be deleted. The order of a guest goes to the customer who has claimed the orders of that guest.",
  })
  customerId?: string | null;

  @Field(() => ExternalIdInput, {
    nullable: true,
    description: "An external id of the customer, instead of `customerId`. The customer must not be deleted.",
  })
  @Nested()
  customerExternalId?: ExternalIdInput | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The order number that is shown to people: any text of at most 255 characters, such as `1042` or `A-1042`.",
  })
  @Text()
  displayId?: string | null;

  @Field(() => OrderStatus, { description: "The status of the order." })
  status!: OrderStatus;

  @Field(() => String, { nullable: true, description: "The email of the order. Stored in lower case." })
  @EmailAddress()
  email?: string | null;

  @Field(() => String, {
    description: "ISO 4217 code in any case, such as `EUR`. It may be withdrawn, such as `DEM`.",
  })
  currencyCode!: string;

  @Field(() => String, {
    description:
      "A decimal such as `10.5`, below 0 for a refund. It must not have more decimals than the currency, except zeros.",
  })
  total!: string;

  @Field(() => DateTime, { description: "The time when it was placed." })
  @IsTimestamp()
  placedAt!: Date;

  @Field(() => JsonObject, {
    nullable: true,
    description:
      'Any JSON object, at most 64 KiB and 10 levels. For an existing order, the keys to replace: `""` removes a key, null is stored as a value, and `metadata: null` clears all.',
  })
  @Metadata()
  metadata?: MetadataObject | null;
}
