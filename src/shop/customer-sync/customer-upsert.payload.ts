import { Field, Int, ObjectType } from "type-graphql";
import { Cost } from "../../graphql/cost/cost.js";
import { Payload } from "../../graphql/errors/payload.type.js";
import { UserError } from "../../graphql/errors/user-error.type.js";
import { UpsertOutcome } from "./customer-upsert.type.js";

@ObjectType({ description: "The result of upserting one customer.", simpleResolvers: true })
export class CustomerUpsertPayload extends Payload {
  /** The id of the customer, which loads `customer`. Null if there is none. */
  customerId: string | null = null;

  @Field(() => UpsertOutcome, {
    description: "The change that was made. With `dryRun`, the change that would be made.",
  })
  outcome: UpsertOutcome = "FAILED";
}

@ObjectType({ description: "The result of one row.", simpleResolvers: true })
export class CustomerUpsertResult {
  /** The id of the customer, which loads `customer`. Null if there is none. */
  customerId!: string | null;

  @Field(() => UpsertOutcome, {
    description: "The change that was made. With `dryRun`, the change that would be made.",
  })
  outcome!: UpsertOutcome;

  @Field(() => [UserError], {
    description: 'The validation errors of the row. Paths are relative to the row, such as `["input","email"]`.',
  })
  userErrors!: readonly UserError[];
}

@ObjectType({ description: "The result of upserting many customers.", simpleResolvers: true })
export class CustomersUpsertPayload extends Payload {
  @Field(() => [CustomerUpsertResult], { description: "One result for each row, in the order of the rows." })
  @Cost({ size: 1_000 })
  results: readonly (CustomerUpsertResult | Promise<CustomerUpsertResult>)[] = [];

  @Field(() => Int, { description: "The number of created customers." })
  created = 0;

  @Field(() => Int, { description: "The number of changed customers." })
  updated = 0;

  @Field(() => Int, { description: "The number of customers that needed no change." })
  unchanged = 0;

  @Field(() => Int, {
    description:
      "The number of rows that were not written because of errors. With `ALL_OR_NOTHING` and a bad row, all rows count.",
  })
  failed = 0;
}

@ObjectType({ description: "The result of deleting many customers.", simpleResolvers: true })
export class CustomersDeletePayload extends Payload {
  @Field(() => Int, { description: "The number of customers that were deleted." })
  deleted = 0;

  @Field(() => Int, { description: "The number of customers that were deleted before." })
  unchanged = 0;
}

@ObjectType({ description: "The result of restoring many customers.", simpleResolvers: true })
export class CustomersRestorePayload extends Payload {
  @Field(() => Int, { description: "The number of customers that were restored." })
  restored = 0;

  @Field(() => Int, { description: "The number of customers that were not deleted." })
  unchanged = 0;
}
