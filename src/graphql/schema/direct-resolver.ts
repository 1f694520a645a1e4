import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from "graphql";
import { Extensions } from "type-graphql";

/**
 * Resolves a field by calling its method directly with GraphQL's resolver arguments: parent, arguments, context, info. Use it
 * for fields of rows in long lists. TypeGraphQL would create instances of the parent class and the arguments class for each
 * row, which takes as long as reading the row.
 */
export function Direct(): MethodDecorator {
  return (prototype, name, descriptor) => Extensions({ resolve: descriptor.value })(prototype, name, descriptor);
}

/** Sets the methods declared with {@link Direct} as resolvers of their fields. */
export function resolveDirectly(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field.extensions;
      if (typeof resolve === "function") field.resolve = resolve as GraphQLFieldResolver<unknown, unknown>;
    }
  }
}
