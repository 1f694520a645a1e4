import { Field, ID, ObjectType } from "type-graphql";
import { Payload } from "../../graphql/errors/payload.type.js";
import { Customer } from "../customer/customer.type.js";

@ObjectType()
abstract class CustomerWritePayload extends Payload {
  @Field(() => Customer, {
    nullable: true,
    description: "The customer after the write. Null when there are user errors.",
  })
  customer: Customer | null = null;
}

@ObjectType({ description: "The result of creating, changing or restoring a customer.", simpleResolvers: true })
export class CustomerPayload extends CustomerWritePayload {}

@ObjectType({ description: "The result of deleting a customer.", simpleResolvers: true })
export class CustomerDeletePayload extends CustomerWritePayload {
  @Field(() => ID, { nullable: true, description: "The id of the deleted customer. Null when there are user errors." })
  deletedId: string | null = null;
}
