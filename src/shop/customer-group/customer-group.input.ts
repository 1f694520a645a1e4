import { Field, ID, InputType } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { MaxInputs } from "../../graphql/input/max-inputs.js";
import type { MetadataObject } from "../../graphql/input/metadata.js";
import { Nested } from "../../graphql/input/nested.js";
import { Metadata, NotBlank, Text } from "../../graphql/input/rules.js";
import { JsonObject } from "../../graphql/json/json.scalar.js";
import { ExternalIdInput, maxExternalIds } from "../external-id/external-id.input.js";
import { membershipCost } from "./membership-cost.js";

@InputType({ description: "A new customer group." })
export class CustomerGroupCreateInput {
  @Field(() => String, { description: "The group's name, such as `Wholesale`. It is unique; case is ignored." })
  @Text()
  @NotBlank()
  name!: string;

  @Field(() => JsonObject, {
    nullable: true,
    description: "Any JSON object, at most 64 KiB and 10 levels. Stored without changes.",
  })
  @Metadata()
  metadata?: MetadataObject | null;

  @InputCost(membershipCost)
  @Field(() => [ID], { nullable: true, description: "Ids of the first members, at most 10,000." })
  customerIds?: string[] | null;

  @InputCost({ perElement: 2 })
  @Field(() => [ExternalIdInput], {
    nullable: true,
    description: "The ids that other systems have for the group, one for each system, at most 50.",
  })
  @Nested()
  @MaxInputs(maxExternalIds)
  externalIds?: ExternalIdInput[] | null;
}

@InputType({ description: "Changes to a customer group. A field that is left out does not change." })
export class CustomerGroupUpdateInput {
  @Field(() => String, { nullable: true, description: "The group's name. It must not be null." })
  @Text()
  @NotBlank()
  name?: string | null;

  @Field(() => JsonObject, {
    nullable: true,
    description: 'The keys to replace. `""` removes a key, null is stored as a value, and `metadata: null` clears all.',
  })
  @Metadata()
  metadata?: MetadataObject | null;

  @InputCost({ perElement: 2 })
  @Field(() => [ExternalIdInput], {
    nullable: true,
    description: "Replaces all external ids of the group. At most 50, one for each system.",
  })
  @Nested()
  @MaxInputs(maxExternalIds)
  externalIds?: ExternalIdInput[] | null;
}
