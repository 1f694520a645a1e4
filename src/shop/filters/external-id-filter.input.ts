import { Field, InputType } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { StringFilter } from "../../graphql/filters/comparison.input.js";

@InputType({
  description: "A filter for external ids. All given conditions must match the same one.",
})
export class ExternalIdFilter {
  @Field(() => StringFilter, { nullable: true, description: "By the other system." })
  system?: StringFilter | null;

  @InputCost({ isKey: true })
  @Field(() => StringFilter, { nullable: true, description: "By the id in that system." })
  value?: StringFilter | null;
}

@InputType({
  description: "A condition on the external ids of an object. A deleted object keeps them.",
})
export class ExternalIdRelationFilter {
  @Field(() => ExternalIdFilter, { nullable: true, description: "At least one matches." })
  some?: ExternalIdFilter | null;

  @InputCost({ combines: "not" })
  @Field(() => ExternalIdFilter, { nullable: true, description: "None matches." })
  none?: ExternalIdFilter | null;
}
