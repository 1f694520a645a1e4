import { Field, InputType } from "type-graphql";
import { check, NotBlank, Text } from "../../graphql/input/rules.js";

/** The most external ids of one object. */
export const maxExternalIds = 50;

/** True for a name of another system. */
export function isExternalSystem(text: string): boolean {
  return /^[a-z0-9._-]{1,64}$/.test(text);
}

@InputType({ description: "The name that another system has for an object, such as the number of an ERP." })
export class ExternalIdInput {
  @Field(() => String, {
    description: "The other system, such as `erp`: 1 to 64 of the characters `a-z`, `0-9`, `.`, `_` and `-`.",
  })
  @check<string>(
    "externalSystem",
    isExternalSystem,
    "INVALID",
    "Must have 1 to 64 characters of a-z, 0-9, dot, underscore and hyphen.",
  )
  system!: string;

  @Field(() => String, { description: "The id in that system, such as `4711`: 1 to 255 characters." })
  @Text()
  @NotBlank()
  value!: string;
}
