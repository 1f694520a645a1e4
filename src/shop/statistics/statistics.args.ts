import { ArgsType, Field, Int } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { DateTime } from "../../graphql/scalars/date-time.js";
import { CustomerFilter } from "../filters/customer-filter.input.js";
import { StatisticsInterval } from "./statistics.type.js";

@ArgsType()
export class CustomerStatisticsArgs {
  @Field(() => CustomerFilter, { nullable: true, description: "Only customers that match the filter." })
  where?: CustomerFilter | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "The start of `created`, inclusive. It may be inside of an interval. Default: the start of the twelfth interval before the end.",
  })
  from?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "The end of `created`, exclusive. Default: the end of the present interval.",
  })
  to?: Date | null;

  @Field(() => StatisticsInterval, {
    defaultValue: "MONTH",
    description: "The length of the intervals of `created`. There may be at most 1,000.",
  })
  interval!: StatisticsInterval;

  @Field(() => String, {
    defaultValue: "UTC",
    description:
      "The time zone in which intervals begin, by its IANA name, such as `Europe/Rome`. Browsers have it in `Intl.DateTimeFormat().resolvedOptions().timeZone`.",
  })
  timeZone!: string;
}

@ArgsType()
export class LargestArgs {
  @InputCost({ page: "size" })
  @Field(() => Int, { defaultValue: 10, description: "The number of elements: 0 to 250." })
  first!: number;
}
