import { ArgsType, Field, ID, InputType } from "type-graphql";
import { exactCost, InputCost } from "../../graphql/cost/cost.js";
import { DateTimeFilter } from "../../graphql/filters/comparison.input.js";
import { CursorPageArgs } from "../../graphql/pagination/connection.args.js";
import { SortDirection } from "../../graphql/pagination/sort-direction.type.js";
import { ChangeAction, ChangeSubject } from "./change.type.js";

@InputType({
  description: "A filter for changes. All given conditions must match. An empty object matches all changes.",
})
export class ChangeFilter {
  @InputCost({ perRow: exactCost })
  @Field(() => ChangeAction, { nullable: true, description: "By the action." })
  action?: ChangeAction | null;

  @InputCost({ perRow: exactCost })
  @Field(() => ChangeSubject, { nullable: true, description: "By the type of the changed object." })
  subjectType?: ChangeSubject | null;

  @InputCost({ perRow: exactCost, isKey: true })
  @Field(() => ID, { nullable: true, description: "By the id of the changed object." })
  subjectId?: string | null;

  @InputCost({ perRow: exactCost })
  @Field(() => ID, { nullable: true, description: "By the id of the user, API key or customer who made the change." })
  actorId?: string | null;

  @InputCost({ perRow: exactCost, isKey: true })
  @Field(() => ID, {
    nullable: true,
    description: "By the id of a customer: the changes of the customer, its addresses and its memberships in groups.",
  })
  customerId?: string | null;

  @InputCost({ perRow: exactCost })
  @Field(() => ID, {
    nullable: true,
    description: "By the id of a customer group: the changes of the group, and of customers who joined or left it.",
  })
  customerGroupId?: string | null;

  @Field(() => DateTimeFilter, { nullable: true, description: "By the time of the change." })
  at?: DateTimeFilter | null;
}

@ArgsType()
export class HistoryArgs extends CursorPageArgs {
  @Field(() => SortDirection, {
    defaultValue: "DESC",
    description: "The sort direction: `DESC` is newest first, `ASC` is oldest first.",
  })
  direction!: SortDirection;
}

@ArgsType()
export class ChangesArgs extends CursorPageArgs {
  @Field(() => SortDirection, {
    defaultValue: "ASC",
    description: "The sort direction: `ASC` is oldest first, `DESC` is newest first.",
  })
  direction!: SortDirection;

  @Field(() => ChangeFilter, { nullable: true, description: "Only changes that match the filter." })
  where?: ChangeFilter | null;
}
