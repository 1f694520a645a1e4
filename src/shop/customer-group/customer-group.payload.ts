import { Field, ID, ObjectType } from "type-graphql";
import { Payload } from "../../graphql/errors/payload.type.js";
import { CustomerGroup } from "./customer-group.type.js";

@ObjectType()
export abstract class GroupWritePayload extends Payload {
  @Field(() => CustomerGroup, {
    nullable: true,
    description: "The group after the write. Null when there are user errors.",
  })
  customerGroup: CustomerGroup | null = null;
}

@ObjectType({ description: "The result of creating, changing or restoring a customer group.", simpleResolvers: true })
export class CustomerGroupPayload extends GroupWritePayload {}

@ObjectType({ description: "The result of deleting a customer group.", simpleResolvers: true })
export class CustomerGroupDeletePayload extends GroupWritePayload {
  @Field(() => ID, { nullable: true, description: "The id of the deleted group. Null when there are user errors." })
  deletedId: string | null = null;
}
