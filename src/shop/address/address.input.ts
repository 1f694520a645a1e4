import { Field, InputType } from "type-graphql";
import type { MetadataObject } from "../../graphql/input/metadata.js";
import { Metadata, Text } from "../../graphql/input/rules.js";
import { JsonObject } from "../../graphql/json/json.scalar.js";
import { CountryCode } from "../country/country-code.rule.js";

@InputType({
  description:
    "An address. A new address requires `address1`, `countryCode`, `city` (except in the city states SG, MC, VA, GI, HK, MO), and `postalCode` (in countries where postal codes are in general use). In an update, a field that is left out does not change; null clears a field that is not required.",
})
export class AddressInput {
  @Field(() => String, { nullable: true, description: "The customer's name for the address, such as `Office`." })
  @Text()
  addressName?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "True if this is the default shipping address. It replaces the previous default.",
  })
  isDefaultShipping?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "True if this is the default billing address. It replaces the previous default.",
  })
  isDefaultBilling?: boolean | null;

  @Field(() => String, { nullable: true, description: "Company at this address." })
  @Text()
  company?: string | null;

  @Field(() => String, { nullable: true, description: "Given name of the recipient." })
  @Text()
  firstName?: string | null;

  @Field(() => String, { nullable: true, description: "Family name of the recipient." })
  @Text()
  lastName?: string | null;

  @Field(() => String, { nullable: true, description: "Street and number." })
  @Text()
  address1?: string | null;

  @Field(() => String, { nullable: true, description: "Flat, floor, or other details for the carrier." })
  @Text()
  address2?: string | null;

  @Field(() => String, { nullable: true, description: "City or town." })
  @Text()
  city?: string | null;

  @Field(() => String, { nullable: true, description: "Province, state or region." })
  @Text()
  province?: string | null;

  @Field(() => String, { nullable: true, description: "Postal code, such as `00184`." })
  @Text()
  postalCode?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "ISO 3166-1 alpha-2 code in any case, such as `IT`, or `XK` for Kosovo.",
  })
  @CountryCode()
  countryCode?: string | null;

  @Field(() => String, { nullable: true, description: "Phone number for the carrier. Stored without changes." })
  @Text()
  phone?: string | null;

  @Field(() => JsonObject, {
    nullable: true,
    description:
      'Any JSON object, at most 64 KiB and 10 levels. In an update, the keys to replace: `""` removes a key, and null instead of the object clears all keys.',
  })
  @Metadata()
  metadata?: MetadataObject | null;
}
