import { ArgsType, Field, ID, Int } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { Nested } from "../../graphql/input/nested.js";
import { CustomerIdentifier, CustomerUpsertInput, CustomerUpsertRow } from "./customer-upsert.input.js";
import { RowErrorPolicy } from "./customer-upsert.type.js";

const dryRun = "Checks everything, including conflicts with the database, and writes nothing.";

@ArgsType()
export class CustomerUpsertArgs {
  @Field(() => CustomerIdentifier, { description: "Identifies the customer." })
  by!: CustomerIdentifier;

  @Field(() => CustomerUpsertInput, { description: "The values of the customer." })
  input!: CustomerUpsertInput;

  @Field(() => Int, {
    nullable: true,
    description: "Writes only if the customer still has this version. With it, no customer is created.",
  })
  ifVersion?: number | null;

  @Field(() => Boolean, { defaultValue: false, description: dryRun })
  dryRun!: boolean;
}

@ArgsType()
export class CustomersUpsertArgs {
  @InputCost({ perElement: 20 })
  @Field(() => [CustomerUpsertRow], { description: "The customers, at most 1,000." })
  @Nested()
  rows!: CustomerUpsertRow[];

  @Field(() => RowErrorPolicy, {
    defaultValue: "ALL_OR_NOTHING",
    description: "Says if good rows are written when others have errors.",
  })
  onBadRow!: RowErrorPolicy;

  @Field(() => Boolean, { defaultValue: false, description: dryRun })
  dryRun!: boolean;
}

@ArgsType()
export class CustomerIdsArgs {
  @InputCost({ perElement: 4 })
  @Field(() => [ID], { description: "The ids of the customers, at most 10,000." })
  ids!: string[];
}
