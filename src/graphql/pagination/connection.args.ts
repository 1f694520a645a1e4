import { ArgsType, Field, Int } from "type-graphql";
import { InputCost } from "../cost/cost.js";

/** Cursor pagination arguments. Every list has them. */
@ArgsType()
export abstract class CursorPageArgs {
  @InputCost({ page: "size" })
  @Field(() => Int, {
    nullable: true,
    description:
      "The number of rows from the start, or after `after`: 0 to 250. Default: 50 without `first` and `last`.",
  })
  first?: number | null;

  @InputCost({ page: "cursor" })
  @Field(() => String, {
    nullable: true,
    description: "Only rows after this cursor. Cursors are in `edges` and `pageInfo`.",
  })
  after?: string | null;

  @InputCost({ page: "size" })
  @Field(() => Int, {
    nullable: true,
    description: "The number of rows from the end, or before `before`: 0 to 250. Not together with `first`.",
  })
  last?: number | null;

  @InputCost({ page: "cursor" })
  @Field(() => String, {
    nullable: true,
    description: "Only rows before this cursor. Cursors are in `edges` and `pageInfo`.",
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
      "The number of rows to skip from the start: 0 to 10,000. Not together with a cursor or `last`. For later rows, use cursors.",
  })
  offset?: number | null;
}
