import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from "graphql";
import { withoutRepeatedSpreads } from "./document-limits.js";

/** Each has many fields, most of them texts. */
const objectCost = 2;

/** How many objects the lists of introspection have: on average, for nobody asks each type for all there is. */
type Sizes = ReadonlyMap<string, number>;

const knownSizes = new WeakMap<GraphQLSchema, Sizes>();

/** What a field costs that is introspection's, such as `__schema`; nothing for `__typename`. */
export function introspectionCost(
  schema: GraphQLSchema,
  node: FieldNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): number {
  const sizes = knownSizes.get(schema) ?? sizesOf(schema);
  knownSizes.set(schema, sizes);
  const known = new Map<string, number>();

  function ofSelections({ selections }: SelectionSetNode): number {
    return withoutRepeatedSpreads(selections).reduce((total, selection) => {
      if (selection.kind === Kind.FIELD) return total + ofField(selection);
      if (selection.kind === Kind.INLINE_FRAGMENT) return total + ofSelections(selection.selectionSet);
      return total + ofFragment(selection.name.value);
    }, 0);
  }

  function ofFragment(name: string): number {
    const fragment = fragments.get(name);
    const cost = known.get(name) ?? (fragment ? ofSelections(fragment.selectionSet) : 0);
    known.set(name, cost);
    return cost;
  }

  function ofField({ name, selectionSet }: FieldNode): number {
    return selectionSet ? (sizes.get(name.value) ?? 1) * (objectCost + ofSelections(selectionSet)) : 0;
  }

  return ofField(node);
}

function sizesOf(schema: GraphQLSchema): Sizes {
  const types = Object.values(schema.getTypeMap());
  const directives = schema.getDirectives();
  const withFields = types.filter((type) => isObjectType(type) || isInterfaceType(type));
  const fields = withFields.flatMap((type) => Object.values(type.getFields()));
  const interfaces = types.filter(isInterfaceType);
  return new Map([
    ["types", types.length],
    ["directives", directives.length],
    ["fields", fields.length / types.length],
    ["args", average([...fields, ...directives].map(({ args }) => args.length))],
    [
      "inputFields",
      total(types.map((type) => (isInputObjectType(type) ? keysOf(type.getFields()) : 0))) / types.length,
    ],
    ["enumValues", total(types.map((type) => (isEnumType(type) ? type.getValues().length : 0))) / types.length],
    ["possibleTypes", total(interfaces.map((type) => schema.getPossibleTypes(type).length)) / types.length],
    ["interfaces", total(withFields.map((type) => type.getInterfaces().length)) / types.length],
  ]);
}

function keysOf(object: object): number {
  return Object.keys(object).length;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function average(numbers: readonly number[]): number {
  return total(numbers) / Math.max(1, numbers.length);
}
