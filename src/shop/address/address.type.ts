import type { JsonValue } from "@prisma/client/runtime/client";
import { Field, Int, ObjectType } from "type-graphql";
import type { Address as AddressRow } from "../../database/generated/client.js";
import type { Timestamp, WithTimestamps } from "../../database/sql/timestamp.js";
import { Cost, metadataCost } from "../../graphql/cost/cost.js";
import { JsonObject } from "../../graphql/json/json.scalar.js";
import { Node } from "../../graphql/node/node.type.js";
import { connectionType } from "../../graphql/pagination/connection.type.js";
import { DateTime } from "../../graphql/scalars/date-time.js";

@ObjectType({ implements: Node, simpleResolvers: true, description: "A postal address of a customer." })
export class Address extends Node implements WithTimestamps<AddressRow> {
  customerId!: string;
  deletedWithCustomer!: boolean;

  @Field(() => String, { nullable: true, description: "The customer's name for the address, such as `Office`." })
  addressName!: string | null;

  @Field(() => Boolean, {
    description: "True if this is the customer's default shipping address. A customer has at most one.",
  })
  isDefaultShipping!: boolean;

  @Field(() => Boolean, {
    description: "True if this is the customer's default billing address. A customer has at most one.",
  })
  isDefaultBilling!: boolean;

  @Field(() => String, { nullable: true, description: "Company at this address." })
  company!: string | null;

  @Field(() => String, { nullable: true, description: "Given name of the recipient." })
  firstName!: string | null;

  @Field(() => String, { nullable: true, description: "Family name of the recipient." })
  lastName!: string | null;

  @Field(() => String, { nullable: true, description: "Street and number." })
  address1!: string | null;

  @Field(() => String, { nullable: true, description: "Flat, floor, or other details for the carrier." })
  address2!: string | null;

  @Field(() => String, { nullable: true, description: "City or town." })
  city!: string | null;

  @Field(() => String, { nullable: true, description: "Province, state or region." })
  province!: string | null;

  @Field(() => String, { nullable: true, description: "Postal code, such as `00184`." })
  postalCode!: string | null;

  @Field(() => String, { nullable: true, description: "ISO 3166-1 alpha-2 code in lower case, such as `it`." })
  countryCode!: string | null;

  @Field(() => String, { nullable: true, description: "Phone number for the carrier, as it was entered." })
  phone!: string | null;

  @Cost(metadataCost)
  @Field(() => JsonObject, {
    nullable: true,
    description: 'Any JSON object of the shop, such as `{"doorCode": "12A"}`.',
  })
  metadata!: JsonValue;

  @Field(() => DateTime, { description: "The time when the address was created." })
  createdAt!: Timestamp;

  @Field(() => DateTime, { description: "The time when the address was last changed." })
  updatedAt!: Timestamp;

  @Field(() => DateTime, {
    nullable: true,
    description: "The time when the address was deleted. Null if it is not deleted.",
  })
  deletedAt!: Timestamp | null;

  @Field(() => Int, {
    description: "The version of the address. Each write that changes the address adds 1. Pass it as `ifVersion`.",
  })
  version!: number;
}

export const AddressConnection = connectionType("Address", "addresses", () => Address);
