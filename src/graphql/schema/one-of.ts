import { type GraphQLSchema, isInputObjectType } from "graphql";
import { Directive, Extensions } from "type-graphql";

/** Declares an input type with exactly one field in each value (`@oneOf`). TypeGraphQL has no option for it. */
export function OneOf(): ClassDecorator {
  return (target) => {
    Extensions({ isOneOf: true })(target);
    Directive("@oneOf")(target);
  };
}

/** Makes GraphQL check the input types declared with {@link OneOf}. */
export function markOneOf(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type) && type.extensions.isOneOf === true) type.isOneOf = true;
  }
}
