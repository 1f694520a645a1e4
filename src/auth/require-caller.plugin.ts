import type { ApolloServerPlugin } from "@apollo/server";
import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from "graphql";
import type { Context } from "../context.js";
import { unauthenticated } from "../errors/request-errors.js";

/** Refuses operations without a caller before anything of them runs; introspection is open to everybody. */
export const requireCaller: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ contextValue, document, operation }) => {
      if (contextValue.caller !== null || operation === undefined) return;
      if (!selectsOnlyMeta(operation.selectionSet, fragmentsOf(document))) throw unauthenticated();
    },
  }),
};

/**
 * Whether a selection has nothing but introspection's fields. Takes the fragments it has looked into out of `fragments`:
 * looking again wherever they are spread would take exponential time. Unknown fragments were refused by validation.
 */
function selectsOnlyMeta({ selections }: SelectionSetNode, fragments: Map<string, FragmentDefinitionNode>): boolean {
  return selections.every((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value.startsWith("__");
    if (selection.kind === Kind.INLINE_FRAGMENT) return selectsOnlyMeta(selection.selectionSet, fragments);
    const fragment = fragments.get(selection.name.value);
    fragments.delete(selection.name.value);
    return fragment === undefined || selectsOnlyMeta(fragment.selectionSet, fragments);
  });
}

function fragmentsOf({ definitions }: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}
