import { Field, InputType } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { IDFilter, StringFilter } from "../../graphql/filters/comparison.input.js";

@InputType({ description: "A filter for prices. All given conditions must match. An empty object matches all prices." })
export class PriceListPriceFilter {
  @InputCost({ isKey: true })
  @Field(() => IDFilter, { nullable: true, description: "By the id of the variant." })
  variantId?: IDFilter | null;

  @Field(() => StringFilter, { nullable: true, description: "By ISO 4217 code. Compared in upper case." })
  currencyCode?: StringFilter | null;
}
