import type { JsonValue } from "@prisma/client/runtime/client";
import { Field, ID, Int, ObjectType } from "type-graphql";
import type { CustomerGroup as CustomerGroupRow } from "../../database/generated/client.js";
import type { Timestamp, WithTimestamps } from "../../database/sql/timestamp.js";
import { Cost, metadataCost } from "../../graphql/cost/cost.js";
import { JsonObject } from "../../graphql/json/json.scalar.js";
import { Node } from "../../graphql/node/node.type.js";
import { connectionType } from "../../graphql/pagination/connection.type.js";
import { DateTime } from "../../graphql/scalars/date-time.js";

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "A group of customers, for example customers with special prices.",
})
export class CustomerGroup extends Node implements WithTimestamps<CustomerGroupRow> {
  externalIds!: JsonValue;

  @Field(() => String, { description: "The group's name, such as `Wholesale`. It is unique; case is ignored." })
  name!: string;

  @Cost(metadataCost)
  @Field(() => JsonObject, { nullable: true, description: 'Any JSON object of the shop, such as `{"discount": 10}`.' })
  metadata!: JsonValue;

  @Field(() => ID, { nullable: true, description: "The user or API key that created the group." })
  createdBy!: string | null;

  @Field(() => DateTime, { description: "The time when the group was created." })
  createdAt!: Timestamp;

  @Field(() => DateTime, { description: "The time when the group was last changed." })
  updatedAt!: Timestamp;

  @Field(() => DateTime, {
    nullable: true,
    description: "The time when the group was deleted. Null if it is not deleted.",
  })
  deletedAt!: Timestamp | null;

  @Field(() => Int, {
    description: "The version of the group. Each write that changes the group adds 1. Pass it as `ifVersion`.",
  })
  version!: number;
}

export const CustomerGroupConnection = connectionType("CustomerGroup", "customer groups", () => CustomerGroup);
