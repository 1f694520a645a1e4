import { Field, ID, InputType, Int } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { ExactText } from "../../graphql/input/exact-text.js";
import { MaxInputs } from "../../graphql/input/max-inputs.js";
import type { MetadataObject } from "../../graphql/input/metadata.js";
import { IsTimestamp, LongText, Metadata, NotBlank, Text } from "../../graphql/input/rules.js";
import { JsonObject } from "../../graphql/json/json.scalar.js";
import { DateTime } from "../../graphql/scalars/date-time.js";
import { PriceListStatus, PriceListType } from "./price-list.type.js";

@InputType({ description: "A price in a price list." })
export class PriceListPriceInput {
  @ExactText()
  @Field(() => ID, { description: "The id of the variant in the catalogue, such as `variant_01JZ8Q5W3V9K`." })
  variantId!: string;

  @Field(() => String, {
    description: "ISO 4217 code in any case, such as `EUR`. It must not be withdrawn.",
  })
  currencyCode!: string;

  @Field(() => String, {
    description:
      "A decimal of 0 or more, such as `10.5`. It must not have more decimals than the currency, except zeros.",
  })
  amount!: string;

  @Field(() => Int, { nullable: true, description: "The lowest quantity for this price, 1 or more. Default: 1." })
  minQuantity?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "The highest quantity for this price, `minQuantity` or more. Default: no limit.",
  })
  maxQuantity?: number | null;
}

@InputType({
  description:
    "A price list, or changes to one. A new price list requires `title` and `type`. In an update, a field that is left out does not change; null clears it.",
})
export class PriceListInput {
  @Field(() => String, { nullable: true, description: "The title, such as `Summer sale`." })
  @Text()
  @NotBlank()
  title?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "A description of at most 10,000 characters. It may have several lines.",
  })
  @LongText()
  description?: string | null;

  @Field(() => PriceListType, { nullable: true, description: "The type of the price list." })
  type?: PriceListType | null;

  @Field(() => PriceListStatus, {
    nullable: true,
    description: "The status. Default for a new price list: `DRAFT`.",
  })
  status?: PriceListStatus | null;

  @Field(() => DateTime, { nullable: true, description: "The time from which it applies. Default: no start." })
  @IsTimestamp()
  startsAt?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "The time until which it applies (exclusive). It must be later than `startsAt`. Default: no end.",
  })
  @IsTimestamp()
  endsAt?: Date | null;

  @Field(() => JsonObject, {
    nullable: true,
    description:
      'Any JSON object, at most 64 KiB and 10 levels. In an update, the keys to replace: `""` removes a key, null is stored as a value, and `metadata: null` clears all.',
  })
  @Metadata()
  metadata?: MetadataObject | null;

  // Each price has rules for 4 values.
  @InputCost({ perElement: 2 })
  @MaxInputs(10_000)
  @Field(() => [PriceListPriceInput], {
    nullable: true,
    description:
      "Replaces all prices, at most 10,000. The quantities of prices for the same variant and currency must not overlap.",
  })
  prices?: PriceListPriceInput[] | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      "Ids of the groups whose members get the prices, at most 10,000. Replaces all groups. With an empty list, the price list applies to all customers.",
  })
  customerGroupIds?: string[] | null;
}
