import { Field, Int, ObjectType } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import { Payload } from "../../graphql/errors/payload.type.js";
import { Customer } from "../customer/customer.type.js";
import { GroupWritePayload } from "./customer-group.payload.js";

@ObjectType({ description: "The result of changing a group's members.", simpleResolvers: true })
export class CustomerGroupMembersPayload extends GroupWritePayload {
  @Field(() => Int, { description: "The number of customers who were added." })
  added = 0;

  @Field(() => Int, { description: "The number of customers who were removed." })
  removed = 0;

  @Field(() => Int, { description: "The number of given customers who needed no change." })
  unchanged = 0;
}

@ObjectType({ description: "The result of changing a customer's groups.", simpleResolvers: true })
export class CustomerGroupsPayload extends Payload {
  @RequiresScope("CUSTOMERS_READ")
  @Field(() => Customer, {
    nullable: true,
    description: "The customer whose groups were changed. Null when there are user errors.",
  })
  customer: Customer | null = null;

  @Field(() => Int, { description: "The number of groups that the customer was added to." })
  added = 0;

  @Field(() => Int, { description: "The number of groups that the customer was removed from." })
  removed = 0;

  @Field(() => Int, { description: "The number of given groups that needed no change." })
  unchanged = 0;
}
