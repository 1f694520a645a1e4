import { Field, ID, InputType } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import type { MetadataObject } from "../../graphql/input/metadata.js";
import { Metadata, NotBlank, Text } from "../../graphql/input/rules.js";
import { JsonObject } from "../../graphql/json/json.scalar.js";
import { membershipCost } from "./membership-cost.js";

@InputType({ description: "A new customer group." })
export class CustomerGroupCreateInput {
  @Field(() => String, { description: "The group's name, such as `Wholesale`; unique, ignoring case." })
  @Text()
  @NotBlank()
  name!: string;

  @Field(() => JsonObject, {
    nullable: true,
    description: "Free data, at most 64 KiB and 10 levels; stored as given.",
  })
  @Metadata()
  metadata?: MetadataObject | null;

  @InputCost(membershipCost)
  @Field(() => [ID], { nullable: true, description: "Ids of the first members, at most 10,000." })
  customerIds?: string[] | null;
}

@InputType({ description: "Changes to a customer group: a field left out stays." })
export class CustomerGroupUpdateInput {
  @Field(() => String, { nullable: true, description: "The group's name; must not be cleared." })
  @Text()
  @NotBlank()
  name?: string | null;

  @Field(() => JsonObject, {
    nullable: true,
    description: 'Keys to replace; `""` removes a key, null is stored as a value, `metadata: null` clears all.',
  })
  @Metadata()
  metadata?: MetadataObject | null;
}
