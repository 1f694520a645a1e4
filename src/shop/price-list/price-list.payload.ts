import { Field, ID, ObjectType } from "type-graphql";
import { Payload } from "../../graphql/errors/payload.type.js";
import { PriceList } from "./price-list.type.js";

@ObjectType()
abstract class PriceListWritePayload extends Payload {
  @Field(() => PriceList, {
    nullable: true,
    description: "The price list after the write. Null when there are user errors.",
  })
  priceList: PriceList | null = null;
}

@ObjectType({ description: "The result of creating, changing or restoring a price list.", simpleResolvers: true })
export class PriceListPayload extends PriceListWritePayload {}

@ObjectType({ description: "The result of deleting a price list.", simpleResolvers: true })
export class PriceListDeletePayload extends PriceListWritePayload {
  @Field(() => ID, {
    nullable: true,
    description: "The id of the deleted price list. Null when there are user errors.",
  })
  deletedId: string | null = null;
}
