import type { JsonValue } from "@prisma/client/runtime/client";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import type { Customer as CustomerRow } from "../../database/generated/client.js";
import type { Timestamp, WithTimestamps } from "../../database/sql/timestamp.js";
import { Cost, metadataCost } from "../../graphql/cost/cost.js";
import { JsonObject } from "../../graphql/json/json.scalar.js";
import { Node } from "../../graphql/node/node.type.js";
import { connectionType } from "../../graphql/pagination/connection.type.js";
import { DateTime } from "../../graphql/scalars/date-time.js";

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "A customer of the shop: a guest, or a registered customer who can log in.",
})
export class Customer extends Node implements WithTimestamps<CustomerRow> {
  passwordVersion!: number;

  ordersClaimedBy!: string | null;

  externalIds!: JsonValue;

  @Field(() => String, { nullable: true, description: "Email in lower case, such as `ada@example.com`." })
  email!: string | null;

  @Field(() => String, { nullable: true, description: "Given name." })
  firstName!: string | null;

  @Field(() => String, { nullable: true, description: "Family name." })
  lastName!: string | null;

  @Field(() => String, { nullable: true, description: "The company that the customer buys for." })
  companyName!: string | null;

  @Field(() => String, { nullable: true, description: "Phone number as it was entered, such as `+39 06 1234567`." })
  phone!: string | null;

  @Field(() => Boolean, { description: "True for a registered customer, false for a guest." })
  hasAccount!: boolean;

  @Cost(metadataCost)
  @Field(() => JsonObject, {
    nullable: true,
    description: 'Any JSON object of the shop, such as `{"erpId": "4711"}`.',
  })
  metadata!: JsonValue;

  @RequiresScope("CUSTOMERS_READ")
  @Field(() => ID, { nullable: true, description: "The user or API key that created the customer." })
  createdBy!: string | null;

  @Field(() => DateTime, { description: "The time when the customer was created." })
  createdAt!: Timestamp;

  @Field(() => DateTime, { description: "The time when the customer was last changed." })
  updatedAt!: Timestamp;

  @Field(() => DateTime, {
    nullable: true,
    description: "The time when the customer was deleted. Null if it is not deleted.",
  })
  deletedAt!: Timestamp | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "The time when the customer proved that the email is theirs. Null before that, and again after the email changes.",
  })
  emailVerifiedAt!: Timestamp | null;

  @Field(() => DateTime, { nullable: true, description: "The time when the personal data of the customer was erased." })
  erasedAt!: Timestamp | null;

  @Field(() => Int, {
    description:
      "The version of the customer. Each write that changes the customer or replaces its groups adds 1. Pass it as `ifVersion`.",
  })
  version!: number;
}

export const CustomerConnection = connectionType("Customer", "customers", () => Customer);
