import { Field, Int, ObjectType } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import { Payload } from "../../graphql/errors/payload.type.js";
import { Customer } from "../customer/customer.type.js";
import { GroupWritePayload } from "./customer-group.payload.js";

@ObjectType({ description: "What became of changing a group's members.", simpleResolvers: true })
export class CustomerGroupMembersPayload extends GroupWritePayload {
  @Field(() => Int, { description: "How many customers became members." })
  added = 0;

  @Field(() => Int, { description: "How many customers stopped being members." })
  removed = 0;

  @Field(() => Int, { description: "How many of the named customers were as asked already." })
  unchanged = 0;
}

@ObjectType({ description: "What became of changing a customer's groups.", simpleResolvers: true })
export class CustomerGroupsPayload extends Payload {
  @RequiresScope("CUSTOMERS_READ")
  @Field(() => Customer, {
    nullable: true,
    description: "The customer whose groups were changed; null when there are user errors.",
  })
  customer: Customer | null = null;

  @Field(() => Int, { description: "How many groups the customer was added to." })
  added = 0;

  @Field(() => Int, { description: "How many groups the customer was removed from." })
  removed = 0;

  @Field(() => Int, { description: "How many of the named groups were as asked already." })
  unchanged = 0;
}
