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
  @Field(() => ID, { description: "The id that the catalogue gives the variant, such as `variant_01JZ8Q5W3V9K`." })
  variantId!: string;

  @Field(() => String, {
    description: "ISO 4217 code in any case, such as `EUR`; one that has been withdrawn is none.",
  })
  currencyCode!: string;

  @Field(() => String, {
    description:
      "A decimal of 0 or more with at most the decimals of the currency, but for zeros behind them, such as `10.5`.",
  })
  amount!: string;

  @Field(() => Int, { nullable: true, description: "From how many pieces on, 1 or more." })
  minQuantity?: number | null;

  @Field(() => Int, { nullable: true, description: "Up to how many pieces, `minQuantity` or more." })
  maxQuantity?: number | null;
}

@InputType({
  description:
    "A price list, or changes to one. `title` and `type` must be given to create it; in an update a field left out stays, null clears it.",
})
export class PriceListInput {
  @Field(() => String, { nullable: true, description: "What the shop calls it, such as `Summer sale`." })
  @Text()
  @NotBlank()
  title?: string | null;

  @Field(() => String, { nullable: true, description: "What it is for: at most 10,000 characters, in many lines." })
  @LongText()
  description?: string | null;

  @Field(() => PriceListType, { nullable: true, description: "How its prices are meant." })
  type?: PriceListType | null;

  @Field(() => PriceListStatus, {
    nullable: true,
    description: "Whether it is in use; a new one is a draft when this is left out.",
  })
  status?: PriceListStatus | null;

  @Field(() => DateTime, { nullable: true, description: "From when on it applies; from ever when left out." })
  @IsTimestamp()
  startsAt?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "Until when it applies, that moment not included; later than `startsAt`, for ever when left out.",
  })
  @IsTimestamp()
  endsAt?: Date | null;

  @Field(() => JsonObject, {
    nullable: true,
    description:
      'Free data, at most 64 KiB and 10 levels. In an update keys to replace: `""` removes a key, null is stored as a value, `metadata: null` clears all.',
  })
  @Metadata()
  metadata?: MetadataObject | null;

  // Each price has rules for four values.
  @InputCost({ perElement: 2 })
  @MaxInputs(10_000)
  @Field(() => [PriceListPriceInput], {
    nullable: true,
    description:
      "Replaces the whole list of prices, at most 10,000; the quantities of two for one variant and currency do not overlap.",
  })
  prices?: PriceListPriceInput[] | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      "Replaces the whole condition, at most 10,000 groups; an empty list opens the price list to everybody.",
  })
  customerGroupIds?: string[] | null;
}
