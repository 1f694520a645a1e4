import type { JsonValue } from "@prisma/client/runtime/client";
import { Field, Int, ObjectType } from "type-graphql";
import type { Region as RegionRow } from "../../database/generated/client.js";
import type { Timestamp, WithTimestamps } from "../../database/sql/timestamp.js";
import { Cost, metadataCost } from "../../graphql/cost/cost.js";
import { JsonObject } from "../../graphql/json/json.scalar.js";
import { Node } from "../../graphql/node/node.type.js";
import { connectionType } from "../../graphql/pagination/connection.type.js";
import { DateTime } from "../../graphql/scalars/date-time.js";

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description:
    "A part of the world that the shop treats alike: one currency, and some countries. A country belongs to one region at most.",
})
export class Region extends Node implements WithTimestamps<RegionRow> {
  countryCodes!: string[];

  @Field(() => String, { description: "The region's name, such as `Europe`. It is unique; case is ignored." })
  name!: string;

  @Field(() => String, { description: "ISO 4217 code in upper case, such as `EUR`." })
  currencyCode!: string;

  @Cost(metadataCost)
  @Field(() => JsonObject, {
    nullable: true,
    description: 'Any JSON object of the shop, such as `{"taxRate": 22}`. Every caller can read it.',
  })
  metadata!: JsonValue;

  @Field(() => DateTime, { description: "The time when the region was created." })
  createdAt!: Timestamp;

  @Field(() => DateTime, { description: "The time when the region was last changed." })
  updatedAt!: Timestamp;

  @Field(() => DateTime, {
    nullable: true,
    description: "The time when the region was deleted. Null if it is not deleted.",
  })
  deletedAt!: Timestamp | null;

  @Field(() => Int, {
    description: "The version of the region. Each write that changes the region adds 1. Pass it as `ifVersion`.",
  })
  version!: number;
}

export const RegionConnection = connectionType("Region", "regions", () => Region);
