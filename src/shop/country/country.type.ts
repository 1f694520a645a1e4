import { Field, ObjectType } from "type-graphql";

@ObjectType({
  description:
    "A country or territory of ISO 3166-1, or Kosovo under the codes `XK`, `XKX` and `900`, which customs and carriers use.",
  simpleResolvers: true,
})
export class Country {
  @Field(() => String, {
    description: "The ISO 3166-1 alpha-2 code in lower case, as addresses store it, for example `it`.",
  })
  iso2!: string;

  @Field(() => String, { description: "The ISO 3166-1 alpha-3 code in lower case, for example `ita`." })
  iso3!: string;

  @Field(() => String, {
    description: "The ISO 3166-1 numeric code, always three digits, for example `380` (Italy) or `008` (Albania).",
  })
  numCode!: string;

  @Field(() => String, { description: "The English name in capitals, as on a shipping label, for example `ITALY`." })
  name!: string;

  @Field(() => String, { description: "The English name to show to people, for example `Italy`." })
  displayName!: string;

  @Field(() => Boolean, { description: "True if an address in the country requires a postal code." })
  hasPostalCodes!: boolean;
}
