import { Field, InputType } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { IDFilter, StringFilter } from "../../graphql/filters/comparison.input.js";

@InputType({ description: "Which prices: all conditions given are required; an empty object matches every one." })
export class PriceListPriceFilter {
  @InputCost({ isKey: true })
  @Field(() => IDFilter, { nullable: true, description: "By the id of the variant." })
  variantId?: IDFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "By ISO 4217 code; compared in upper case." })
  currencyCode?: StringFilter | null;
}
