import { Field, ID, Int, ObjectType } from "type-graphql";
import type { PriceListPrice as FullPriceRow } from "../../database/generated/client.js";
import { connectionType } from "../../graphql/pagination/connection.type.js";

/** A price, without its place in its price list. */
export type PriceRow = Omit<FullPriceRow, "priceListId" | "position">;

@ObjectType({
  simpleResolvers: true,
  description: "What one piece of a variant costs in a currency, when so many of it are bought.",
})
export class PriceListPrice implements PriceRow {
  @Field(() => ID, { description: "The id that the catalogue gives the variant, such as `variant_01JZ8Q5W3V9K`." })
  variantId!: string;

  @Field(() => String, { description: "ISO 4217 code in upper case, such as `EUR`." })
  currencyCode!: string;

  @Field(() => String, {
    description: "An exact decimal with all decimals of the currency, such as `10.00` in EUR and `1000` in JPY.",
  })
  amount!: string;

  @Field(() => Int, { nullable: true, description: "From how many pieces on; null: from the first." })
  minQuantity!: number | null;

  @Field(() => Int, { nullable: true, description: "Up to how many pieces, that number included; null: any number." })
  maxQuantity!: number | null;
}

export const PriceListPriceConnection = connectionType("PriceListPrice", "prices", () => PriceListPrice);
