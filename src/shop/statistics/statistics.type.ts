import { Field, Int, ObjectType } from "type-graphql";
import { Cost } from "../../graphql/cost/cost.js";
import { DateTime } from "../../graphql/scalars/date-time.js";
import { enumType } from "../../graphql/schema/enum-type.js";
import { Country } from "../country/country.type.js";
import { CustomerGroup } from "../customer-group/customer-group.type.js";

export const StatisticsInterval = enumType("StatisticsInterval", "The length of an interval of the calendar.", {
  DAY: "From the first midnight of a date to that of the next, which is 23 or 25 hours when the clocks change.",
  WEEK: "From Monday to Sunday.",
  MONTH: "From the first to the last day of a month.",
  YEAR: "From 1 January to 31 December.",
});

export type StatisticsInterval = keyof typeof StatisticsInterval;

@ObjectType({ description: "The number of customers in an interval.", simpleResolvers: true })
export class TimeCount {
  @Field(() => DateTime, { description: "The start of the interval. It ends when the next one starts." })
  from!: Date;

  @Field(() => Int, { description: "The number of customers created in the interval." })
  count!: number;
}

@ObjectType({ description: "The number of customers in a country.", simpleResolvers: true })
export class CountryCount {
  @Field(() => Country, {
    nullable: true,
    description: "The country of their default shipping addresses. Null for customers without one.",
  })
  country!: Country | null;

  @Field(() => Int, { description: "The number of customers." })
  count!: number;
}

@ObjectType({ description: "The number of customers in a customer group.", simpleResolvers: true })
export class CustomerGroupCount {
  @Field(() => CustomerGroup, { description: "The group." })
  customerGroup!: CustomerGroup;

  @Field(() => Int, { description: "The number of its members." })
  count!: number;
}

/** The number of customers that have a key in common: the code of a country, or the id of a group. */
export interface KeyCount {
  readonly key: string;
  readonly count: number;
}

@ObjectType({
  description:
    "Figures about customers who are not deleted. `created` counts those created in the requested period, all other fields those of any time.",
})
export class CustomerStatistics {
  @Field(() => Int, { description: "The number of customers." })
  total!: number;

  @Field(() => Int, { description: "The number of customers who can log in." })
  registered!: number;

  @Cost({ fixed: 7_500, size: 1_000 })
  @Field(() => [TimeCount], {
    description:
      "The customers by the time of their creation, oldest first. It has all intervals of the period, also those without customers.",
  })
  created!: TimeCount[];

  readonly countries!: readonly KeyCount[];
  readonly groups!: readonly KeyCount[];
}
