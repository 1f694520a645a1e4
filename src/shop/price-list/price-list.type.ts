import type { JsonValue } from "@prisma/client/runtime/client";
import { Field, Int, ObjectType } from "type-graphql";
import { RequiresScope } from "../../access/auth/access.js";
import type { PriceList as FullPriceListRow } from "../../database/generated/client.js";
import type { Timestamp, WithTimestamps } from "../../database/sql/timestamp.js";
import { Cost, metadataCost } from "../../graphql/cost/cost.js";
import { JsonObject } from "../../graphql/json/json.scalar.js";
import { Node } from "../../graphql/node/node.type.js";
import { connectionType } from "../../graphql/pagination/connection.type.js";
import { DateTime } from "../../graphql/scalars/date-time.js";
import { enumType } from "../../graphql/schema/enum-type.js";

export const PriceListType = enumType("PriceListType", "The type of a price list.", {
  SALE: "Reduced prices. A shop shows the usual price beside them.",
  OVERRIDE: "Prices that replace the usual ones, for example for wholesalers.",
});

export type PriceListType = keyof typeof PriceListType;

export const PriceListStatus = enumType("PriceListStatus", "The status of a price list.", {
  ACTIVE: "It applies within its dates.",
  DRAFT: "It is in preparation and applies to no customer.",
});

export type PriceListStatus = keyof typeof PriceListStatus;

/** The row of a price list without its prices, which are read page by page. */
export type PriceListRow = Omit<FullPriceListRow, "prices">;

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "Prices that apply to all customers or to the customers of some groups, within optional dates.",
})
export class PriceList extends Node implements WithTimestamps<PriceListRow> {
  customerGroupIds!: string[];

  @Field(() => String, { description: "The title, such as `Summer sale`." })
  title!: string;

  @Field(() => String, { nullable: true, description: "The description, which may have several lines." })
  description!: string | null;

  @Field(() => PriceListType, { description: "The type of the price list." })
  type!: string;

  @Field(() => PriceListStatus, { description: "The status of the price list." })
  status!: string;

  @Field(() => DateTime, { nullable: true, description: "The time from which it applies. Null if it has no start." })
  startsAt!: Timestamp | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "The time until which it applies (exclusive). Null if it has no end.",
  })
  endsAt!: Timestamp | null;

  @RequiresScope("PRICE_LISTS_READ")
  @Cost(metadataCost)
  @Field(() => JsonObject, {
    nullable: true,
    description: 'Any JSON object of the shop, such as `{"campaign": "summer"}`.',
  })
  metadata!: JsonValue;

  @Field(() => DateTime, { description: "The time when the price list was created." })
  createdAt!: Timestamp;

  @Field(() => DateTime, { description: "The time when the price list was last changed." })
  updatedAt!: Timestamp;

  @Field(() => DateTime, {
    nullable: true,
    description: "The time when the price list was deleted. Null if it is not deleted.",
  })
  deletedAt!: Timestamp | null;

  @Field(() => Int, {
    description:
      "The version of the price list. Each write that changes the price list adds 1. Pass it as `ifVersion`.",
  })
  version!: number;
}

export const PriceListConnection = connectionType("PriceList", "price lists", () => PriceList);
