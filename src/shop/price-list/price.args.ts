import { ArgsType, Field } from "type-graphql";
import { PageArgs } from "../../graphql/pagination/connection.args.js";
import { PriceListPriceFilter } from "./price-filter.input.js";

@ArgsType()
export class PriceListPricesArgs extends PageArgs {
  @Field(() => PriceListPriceFilter, { nullable: true, description: "Only prices that match the filter." })
  where?: PriceListPriceFilter | null;
}
