import { Field, ID, ObjectType } from "type-graphql";
import { Payload } from "../../graphql/errors/payload.type.js";
import { Customer } from "../customer/customer.type.js";

@ObjectType()
abstract class CustomerWritePayload extends Payload {
  @Field(() => Customer, {
    nullable: true,
    description: "The customer after the write; null when there are user errors.",
  })
  customer: Customer | null = null;
}

@ObjectType({ description: "What became of writing a customer.", simpleResolvers: true })
export class CustomerPayload extends CustomerWritePayload {}

@ObjectType({ description: "What became of deleting a customer.", simpleResolvers: true })
export class CustomerDeletePayload extends CustomerWritePayload {
  @Field(() => ID, { nullable: true, description: "The id of the deleted customer; null when there are user errors." })
  deletedId: string | null = null;
}
