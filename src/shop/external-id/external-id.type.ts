import type { JsonValue } from "@prisma/client/runtime/client";
import { Field, ObjectType } from "type-graphql";
import { Shareable } from "../../graphql/federation/shareable.js";

@ObjectType({
  simpleResolvers: true,
  description: "The name that another system has for an object, such as the number of an ERP.",
})
@Shareable()
export class ExternalId {
  @Field(() => String, { description: "The other system, such as `erp`." })
  system!: string;

  @Field(() => String, { description: "The id in that system, such as `4711`." })
  value!: string;
}

/** Returns the external ids in the column of an object, sorted by system. */
export function externalIdsOf(stored: JsonValue): ExternalId[] {
  return Array.isArray(stored) ? (stored as unknown as ExternalId[]) : [];
}
