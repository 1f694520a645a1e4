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

export const PriceListType = enumType("PriceListType", "How the prices of a price list are meant.", {
  SALE: "Reduced for a while; a shop shows what they were before.",
  OVERRIDE: "In place of the usual ones, such as those agreed with wholesalers.",
});

export type PriceListType = keyof typeof PriceListType;

export const PriceListStatus = enumType("PriceListStatus", "Whether a price list is in use.", {
  ACTIVE: "It applies, within its dates.",
  DRAFT: "It is being prepared, and applies to nobody.",
});

export type PriceListStatus = keyof typeof PriceListStatus;

/** A price list without its prices, which are read page by page. */
export type PriceListRow = Omit<FullPriceListRow, "prices">;

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "Prices that apply to everybody, or to the customers in some groups, for a time or always.",
})
export class PriceList extends Node implements WithTimestamps<PriceListRow> {
  customerGroupIds!: string[];

  @Field(() => String, { description: "What the shop calls it, such as `Summer sale`." })
  title!: string;

  @Field(() => String, { nullable: true, description: "What it is for, in a line or many." })
  description!: string | null;

  @Field(() => PriceListType, { description: "How its prices are meant." })
  type!: string;

  @Field(() => PriceListStatus, { description: "Whether it is in use." })
  status!: string;

  @Field(() => DateTime, { nullable: true, description: "From when on it applies; null: from ever." })
  startsAt!: Timestamp | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "Until when it applies, that moment not included; null: for ever.",
  })
  endsAt!: Timestamp | null;

  @RequiresScope("PRICE_LISTS_READ")
  @Cost(metadataCost)
  @Field(() => JsonObject, {
    nullable: true,
    description: 'Free data of the shop, such as `{"campaign": "summer"}`.',
  })
  metadata!: JsonValue;

  @Field(() => DateTime, { description: "When the price list was created." })
  createdAt!: Timestamp;

  @Field(() => DateTime, { description: "When the price list was last changed." })
  updatedAt!: Timestamp;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the price list was deleted; null while it is live.",
  })
  deletedAt!: Timestamp | null;

  @Field(() => Int, {
    description: "Raised by one by every write that changes the price list; pass it as `ifVersion`.",
  })
  version!: number;
}

export const PriceListConnection = connectionType("PriceList", "price lists", () => PriceList);
