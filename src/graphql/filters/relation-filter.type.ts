import { type ClassType, Field, InputType } from "type-graphql";
import { InputCost } from "../cost/cost.js";
import type { RelationFilter } from "./condition.js";

/**
 * Declares `<Name>RelationFilter`, a filter on related rows. `plural` is the word for them in the descriptions.
 * @returns the input class, for use as the type of a field.
 */
export function relationFilterType<F extends object>(
  name: string,
  plural: string,
  filter: () => ClassType<F>,
): ClassType<RelationFilter<F>> {
  @InputType(`${name}RelationFilter`, {
    description: `A condition on related ${plural}. Deleted ones are ignored.`,
  })
  class RelationFilterType implements RelationFilter<F> {
    @Field(filter, { nullable: true, description: "At least one matches." })
    some?: F | null;

    @InputCost({ combines: "not" })
    @Field(filter, { nullable: true, description: "None matches." })
    none?: F | null;

    @InputCost({ combines: "not" })
    @Field(filter, { nullable: true, description: "All match. Also true if there are none." })
    every?: F | null;
  }
  return RelationFilterType;
}
