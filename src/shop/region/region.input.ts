import { Field, InputType } from "type-graphql";
import type { MetadataObject } from "../../graphql/input/metadata.js";
import { Metadata, NotBlank, Text } from "../../graphql/input/rules.js";
import { JsonObject } from "../../graphql/json/json.scalar.js";
import { CurrencyCode } from "../currency/currency-code.rule.js";

@InputType({
  description:
    "A region, or changes to one. A new region requires `name` and `currencyCode`. In an update, a field that is left out does not change; null clears a field that is not required.",
})
export class RegionInput {
  @Field(() => String, {
    nullable: true,
    description: "The region's name, such as `Europe`. It is unique; case is ignored.",
  })
  @Text()
  @NotBlank()
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "ISO 4217 code in any case, such as `EUR`. It must not be withdrawn.",
  })
  @CurrencyCode()
  currencyCode?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "ISO 3166-1 alpha-2 codes in any case, such as `it`, each once. Replaces all countries; an empty list removes them. A country of another region is `CONFLICTING_INPUT`.",
  })
  countryCodes?: string[] | null;

  @Field(() => JsonObject, {
    nullable: true,
    description:
      'Any JSON object, at most 64 KiB and 10 levels. In an update, the keys to replace: `""` removes a key, null is stored as a value, and `metadata: null` clears all.',
  })
  @Metadata()
  metadata?: MetadataObject | null;
}
