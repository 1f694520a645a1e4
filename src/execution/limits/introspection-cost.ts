import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from "graphql";
import { withoutRepeatedSpreads } from "./document-limits.js";

/** The cost of an object of the schema: a type, a field, an argument. Its fields are strings in memory. */
const objectCost = 1;

/**
 * The sizes of the lists of introspection, by the name of their field. The size of a list of one type is an average over all types.
 */
type ListSizes = ReadonlyMap<string, number>;

const sizesBySchema = new WeakMap<GraphQLSchema, ListSizes>();

/** Returns the cost of a field of introspection, such as `__schema`. `__typename` costs nothing. */
export function introspectionCost(
  schema: GraphQLSchema,
  node: FieldNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): number {
  const sizes = sizesBySchema.get(schema) ?? listSizesOf(schema);
  sizesBySchema.set(schema, sizes);
  const fragmentCosts = new Map<string, number>();

  function ofSelections({ selections }: SelectionSetNode): number {
    return withoutRepeatedSpreads(selections).reduce((total, selection) => {
      if (selection.kind === Kind.FIELD) return total + ofField(selection);
      if (selection.kind === Kind.INLINE_FRAGMENT) return total + ofSelections(selection.selectionSet);
      return total + ofFragment(selection.name.value);
    }, 0);
  }

  function ofFragment(name: string): number {
    const fragment = fragments.get(name);
    const cost = fragmentCosts.get(name) ?? (fragment ? ofSelections(fragment.selectionSet) : 0);
    fragmentCosts.set(name, cost);
    return cost;
  }

  function ofField({ name, selectionSet }: FieldNode): number {
    return selectionSet ? (sizes.get(name.value) ?? 1) * (objectCost + ofSelections(selectionSet)) : 0;
  }

  return ofField(node);
}

function listSizesOf(schema: GraphQLSchema): ListSizes {
  const types = Object.values(schema.getTypeMap());
  const directives = schema.getDirectives();
  const withFields = types.filter((type) => isObjectType(type) || isInterfaceType(type));
  const fields = withFields.flatMap((type) => Object.values(type.getFields()));
  const abstractTypes = types.filter(isAbstractType);
  return new Map([
    ["types", types.length],
    ["directives", directives.length],
    ["fields", fields.length / types.length],
    ["args", average([...fields, ...directives].map(({ args }) => args.length))],
    [
      "inputFields",
      total(types.map((type) => (isInputObjectType(type) ? countKeys(type.getFields()) : 0))) / types.length,
    ],
    ["enumValues", total(types.map((type) => (isEnumType(type) ? type.getValues().length : 0))) / types.length],
    ["possibleTypes", total(abstractTypes.map((type) => schema.getPossibleTypes(type).length)) / types.length],
    ["interfaces", total(withFields.map((type) => type.getInterfaces().length)) / types.length],
  ]);
}

function countKeys(object: object): number {
  return Object.keys(object).length;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function average(numbers: readonly number[]): number {
  return total(numbers) / Math.max(1, numbers.length);
}
