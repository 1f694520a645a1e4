import { Field, ID, ObjectType } from "type-graphql";
import { Payload } from "../../graphql/errors/payload.type.js";
import { Customer } from "../customer/customer.type.js";
import { Address } from "./address.type.js";

@ObjectType()
abstract class AddressWritePayload extends Payload {
  @Field(() => Customer, {
    nullable: true,
    description: "The customer who owns the address. Null when there are user errors.",
  })
  customer: Customer | null = null;
}

@ObjectType({ description: "The result of creating or changing an address.", simpleResolvers: true })
export class AddressPayload extends AddressWritePayload {
  @Field(() => Address, {
    nullable: true,
    description: "The address after the write. Null when there are user errors.",
  })
  address: Address | null = null;
}

@ObjectType({ description: "The result of deleting an address.", simpleResolvers: true })
export class AddressDeletePayload extends AddressWritePayload {
  @Field(() => ID, { nullable: true, description: "The id of the deleted address. Null when there are user errors." })
  deletedId: string | null = null;
}
