import { Field, ID, Int, ObjectType } from "type-graphql";
import type { PriceListPrice as FullPriceRow } from "../../database/generated/client.js";
import { connectionType } from "../../graphql/pagination/connection.type.js";

/** A price without its position in the price list. */
export type PriceRow = Omit<FullPriceRow, "priceListId" | "position">;

@ObjectType({
  simpleResolvers: true,
  description: "The price of one piece of a variant, in a currency and for a range of quantities.",
})
export class PriceListPrice implements PriceRow {
  @Field(() => ID, { description: "The id of the variant in the catalogue, such as `variant_01JZ8Q5W3V9K`." })
  variantId!: string;

  @Field(() => String, { description: "ISO 4217 code in upper case, such as `EUR`." })
  currencyCode!: string;

  @Field(() => String, {
    description: "An exact decimal with all decimals of the currency, such as `10.00` in EUR and `1000` in JPY.",
  })
  amount!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The lowest quantity for this price. Null if there is no lower limit.",
  })
  minQuantity!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "The highest quantity for this price (inclusive). Null if there is no upper limit.",
  })
  maxQuantity!: number | null;
}

export const PriceListPriceConnection = connectionType("PriceListPrice", "prices", () => PriceListPrice);
