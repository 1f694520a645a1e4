import { ArgsType, Field, ID, Int } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { membershipCost } from "./membership-cost.js";

@ArgsType()
export class CustomerGroupMembersArgs {
  @Field(() => ID, { description: "The group's id." })
  id!: string;

  @InputCost(membershipCost)
  @Field(() => [ID], { description: "Ids of customers, at most 10,000; naming one twice is fine." })
  customerIds!: string[];
}

@ArgsType()
export class CustomerGroupUpdateCustomersArgs {
  @Field(() => ID, { description: "The group's id." })
  id!: string;

  @InputCost(membershipCost)
  @Field(() => [ID], { nullable: true, description: "Ids of customers who become members, at most 10,000." })
  add?: string[] | null;

  @InputCost(membershipCost)
  @Field(() => [ID], {
    nullable: true,
    description: "Ids of customers who stop being members; at most 10,000 together with `add`.",
  })
  remove?: string[] | null;
}

@ArgsType()
export class CustomerUpdateGroupsArgs {
  @Field(() => ID, { description: "The customer's id." })
  customerId!: string;

  @InputCost(membershipCost)
  @Field(() => [ID], { nullable: true, description: "Ids of groups to join, at most 10,000." })
  add?: string[] | null;

  @InputCost(membershipCost)
  @Field(() => [ID], { nullable: true, description: "Ids of groups to leave; at most 10,000 together with `add`." })
  remove?: string[] | null;

  @InputCost(membershipCost)
  @Field(() => [ID], {
    nullable: true,
    description:
      "Ids of all groups to be in afterwards, at most 10,000; an empty list leaves all. Not together with the others.",
  })
  set?: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "Write only if the customer is still at this version. Groups that are changed by `set` raise it by one; `add` and `remove` leave it alone.",
  })
  ifVersion?: number | null;
}
