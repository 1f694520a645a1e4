import { ArgsType, Field, Int } from "type-graphql";
import { InputCost } from "../cost/cost.js";

/** Cursor pagination arguments. Every list has them. */
@ArgsType()
export abstract class CursorPageArgs {
  @InputCost({ page: "size" })
  @Field(() => Int, {
    nullable: true,
    description:
      "How many rows from the start, or after `after`: 0 to 250; 50 when neither `first` nor `last` is given.",
  })
  first?: number | null;

  @InputCost({ page: "cursor" })
  @Field(() => String, {
    nullable: true,
    description: "Only rows after this cursor, as an edge or `pageInfo` gave it.",
  })
  after?: string | null;

  @InputCost({ page: "size" })
  @Field(() => Int, {
    nullable: true,
    description: "How many rows from the end, or before `before`: 0 to 250. Not together with `first`.",
  })
  last?: number | null;

  @InputCost({ page: "cursor" })
  @Field(() => String, {
    nullable: true,
    description: "Only rows before this cursor, as an edge or `pageInfo` gave it.",
  })
  before?: string | null;
}

/** Cursor and offset pagination arguments. Nearly every list has them. */
@ArgsType()
export abstract class PageArgs extends CursorPageArgs {
  @InputCost({ page: "offset" })
  @Field(() => Int, {
    nullable: true,
    description:
      "How many rows to skip from the start: 0 to 10,000, not together with a cursor or `last`. Use cursors to go further.",
  })
  offset?: number | null;
}
