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
  description: "Customers who are treated alike, such as those with prices of their own.",
})
export class CustomerGroup extends Node implements WithTimestamps<CustomerGroupRow> {
  @Field(() => String, { description: "The group's name, such as `Wholesale`; unique, ignoring case." })
  name!: string;

  @Cost(metadataCost)
  @Field(() => JsonObject, { nullable: true, description: 'Free data of the shop, such as `{"discount": 10}`.' })
  metadata!: JsonValue;

  @Field(() => ID, { nullable: true, description: "The user or API key that created the group." })
  createdBy!: string | null;

  @Field(() => DateTime, { description: "When the group was created." })
  createdAt!: Timestamp;

  @Field(() => DateTime, { description: "When the group was last changed." })
  updatedAt!: Timestamp;

  @Field(() => DateTime, { nullable: true, description: "When the group was deleted; null while it is live." })
  deletedAt!: Timestamp | null;

  @Field(() => Int, { description: "Raised by one by every write that changes the group; pass it as `ifVersion`." })
  version!: number;
}

export const CustomerGroupConnection = connectionType("CustomerGroup", "customer groups", () => CustomerGroup);
