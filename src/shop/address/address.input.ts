import { Field, InputType } from "type-graphql";
import type { MetadataObject } from "../../graphql/input/metadata.js";
import { Metadata, Text } from "../../graphql/input/rules.js";
import { JsonObject } from "../../graphql/json/json.scalar.js";
import { CountryCode } from "../country/country-code.rule.js";

@InputType({
  description:
    "An address. A new one needs `address1`, `countryCode`, `city` except in city states (SG, MC, VA, GI, HK, MO), and `postalCode` in countries where everybody has and knows one. In an update a field left out stays; null clears it where it is not needed.",
})
export class AddressInput {
  @Field(() => String, { nullable: true, description: "What the customer calls it, such as `Office`." })
  @Text()
  addressName?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether goods go here by default; the former default stops being one.",
  })
  isDefaultShipping?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether bills go here by default; the former default stops being one.",
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

  @Field(() => String, { nullable: true, description: "Flat, floor, or whatever else the carrier needs." })
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

  @Field(() => String, { nullable: true, description: "Phone number for the carrier; stored as given." })
  @Text()
  phone?: string | null;

  @Field(() => JsonObject, {
    nullable: true,
    description:
      'Free data, at most 64 KiB and 10 levels. In an update: keys to replace; `""` removes a key, null clears all.',
  })
  @Metadata()
  metadata?: MetadataObject | null;
}
