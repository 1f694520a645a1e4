import { ArgsType, Field, ID, Int } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { membershipCost } from "./membership-cost.js";

@ArgsType()
export class CustomerGroupMembersArgs {
  @Field(() => ID, { description: "The group's id." })
  id!: string;

  @InputCost(membershipCost)
  @Field(() => [ID], { description: "Ids of customers, at most 10,000. Duplicates are allowed." })
  customerIds!: string[];
}

@ArgsType()
export class CustomerGroupUpdateCustomersArgs {
  @Field(() => ID, { description: "The group's id." })
  id!: string;

  @InputCost(membershipCost)
  @Field(() => [ID], { nullable: true, description: "Ids of customers to add, at most 10,000." })
  add?: string[] | null;

  @InputCost(membershipCost)
  @Field(() => [ID], {
    nullable: true,
    description: "Ids of customers to remove. At most 10,000 together with `add`.",
  })
  remove?: string[] | null;
}

@ArgsType()
export class CustomerUpdateGroupsArgs {
  @Field(() => ID, { description: "The customer's id." })
  customerId!: string;

  @InputCost(membershipCost)
  @Field(() => [ID], { nullable: true, description: "Ids of groups to add the customer to, at most 10,000." })
  add?: string[] | null;

  @InputCost(membershipCost)
  @Field(() => [ID], {
    nullable: true,
    description: "Ids of groups to remove the customer from. At most 10,000 together with `add`.",
  })
  remove?: string[] | null;

  @InputCost(membershipCost)
  @Field(() => [ID], {
    nullable: true,
    description:
      "Ids of all groups of the customer after the call, at most 10,000. An empty list removes the customer from all groups. Must not be combined with `add` or `remove`.",
  })
  set?: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "Writes only if the customer still has this version. Changing groups with `set` adds 1 to the version; `add` and `remove` do not change it.",
  })
  ifVersion?: number | null;
}
