import { ArgsType, Field, ID, Int } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { CustomerFilter } from "../filters/customer-filter.input.js";

@ArgsType()
export class GroupMatchingArgs {
  @Field(() => ID, { description: "The group's id." })
  id!: string;

  @Field(() => CustomerFilter, {
    description: "The filter of the customers. An empty object matches all customers who are not deleted.",
  })
  where!: CustomerFilter;

  @InputCost({ perUnit: 0.2 })
  @Field(() => Int, {
    description: "The number of customers that match: the `totalCount` of `customers(where:)`.",
  })
  expectedCount!: number;
}
