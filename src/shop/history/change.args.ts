import { ArgsType, Field, ID, InputType } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { DateTimeFilter } from "../../graphql/filters/comparison.input.js";
import { CursorPageArgs } from "../../graphql/pagination/connection.args.js";
import { SortDirection } from "../../graphql/pagination/sort-direction.type.js";
import { ChangeAction, ChangeSubject } from "./change.type.js";

@InputType({ description: "Which changes: all conditions given are required; an empty object matches every change." })
export class ChangeFilter {
  @InputCost({ perRow: 0.005 })
  @Field(() => ChangeAction, { nullable: true, description: "By what happened." })
  action?: ChangeAction | null;

  @InputCost({ perRow: 0.005 })
  @Field(() => ChangeSubject, { nullable: true, description: "By the kind of object that was changed." })
  subjectType?: ChangeSubject | null;

  @InputCost({ perRow: 0.005, isKey: true })
  @Field(() => ID, { nullable: true, description: "By the object that was changed." })
  subjectId?: string | null;

  @InputCost({ perRow: 0.005 })
  @Field(() => ID, { nullable: true, description: "By the user, API key or customer who changed it." })
  actorId?: string | null;

  @Field(() => DateTimeFilter, { nullable: true, description: "By when it happened." })
  at?: DateTimeFilter | null;
}

@ArgsType()
export class HistoryArgs extends CursorPageArgs {
  @Field(() => SortDirection, {
    defaultValue: "DESC",
    description: "Which way: `DESC` shows the newest change first, `ASC` the oldest.",
  })
  direction!: SortDirection;
}

@ArgsType()
export class ChangesArgs extends CursorPageArgs {
  @Field(() => SortDirection, {
    defaultValue: "ASC",
    description: "Which way: `ASC` shows the oldest change first, `DESC` the newest.",
  })
  direction!: SortDirection;

  @Field(() => ChangeFilter, { nullable: true, description: "Only changes that match." })
  where?: ChangeFilter | null;
}
