import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from "graphql";
import { Extensions } from "type-graphql";

/**
 * Has a field resolved by its method alone, which takes what GraphQL gives a resolver: the parent, the arguments, the
 * context, the info, in this order. For fields of the rows of long lists: TypeGraphQL would make instances of the parent's
 * class and that of the arguments for each row, which takes as long as reading it.
 */
export function Direct(): MethodDecorator {
  return (prototype, name, descriptor) => Extensions({ resolve: descriptor.value })(prototype, name, descriptor);
}

/** Puts the methods in place that {@link Direct} is declared for. */
export function resolveDirectly(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field.extensions;
      if (typeof resolve === "function") field.resolve = resolve as GraphQLFieldResolver<unknown, unknown>;
    }
  }
}
