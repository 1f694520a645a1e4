import { Field, ID, ObjectType } from "type-graphql";
import { Payload } from "../../graphql/errors/payload.type.js";
import { Region } from "./region.type.js";

@ObjectType({ description: "The result of creating or changing a region.", simpleResolvers: true })
export class RegionPayload extends Payload {
  @Field(() => Region, {
    nullable: true,
    description: "The region after the write. Null when there are user errors.",
  })
  region: Region | null = null;
}

@ObjectType({ description: "The result of deleting a region.", simpleResolvers: true })
export class RegionDeletePayload extends Payload {
  @Field(() => ID, { nullable: true, description: "The id of the deleted region. Null when there are user errors." })
  deletedId: string | null = null;
}
