import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  getVariableValues,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { type Access, accessOf } from "./access.js";
import type { Caller } from "./caller.js";

/** Something in an operation that declares who may use it. */
export interface Requirement {
  /** The field or input field, such as `Customer.groups`. */
  readonly coordinate: string;
  readonly access: Access;
  /** Below a login: the type of caller that the login makes. */
  readonly seenAs?: Caller["type"] | undefined;
}

interface Walk {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /**
   * The fragments and the values of variables looked into, and what as. Looking again wherever a fragment is spread would
   * take exponential time; wherever a variable is used, minutes for a long list in it.
   */
  readonly seen: Map<unknown, Set<string>>;
  /** Undefined when a variable has no usable value: execution then ends before it begins. */
  readonly variables: { readonly [name: string]: unknown } | undefined;
  readonly found: Requirement[];
}

/**
 * Everything that a valid operation uses and that declares who may use it: fields however deep, and what its arguments
 * name, by way of variables too. What `@skip` and `@include` leave out counts like everything else.
 */
export function requirementsOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Requirement[] {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 1 });
  const walk: Walk = {
    schema,
    fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
    seen: new Map(),
    variables: coerced,
    found: [],
  };
  walkSelections(walk, operation.selectionSet, schema.getRootType(operation.operation) ?? undefined, undefined);
  return walk.found;
}

type SeenAs = Requirement["seenAs"];

function isNew({ seen }: Walk, what: unknown, as: string): boolean {
  const before = seen.get(what) ?? new Set();
  if (before.has(as)) return false;
  seen.set(what, before.add(as));
  return true;
}

function walkSelections(walk: Walk, set: SelectionSetNode, type: GraphQLNamedType | undefined, seenAs: SeenAs): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) walkField(walk, selection, type, seenAs);
    else if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value;
      walkSelections(walk, selection.selectionSet, condition ? walk.schema.getType(condition) : type, seenAs);
    } else {
      const fragment = walk.fragments.get(selection.name.value);
      if (fragment === undefined || !isNew(walk, fragment, `${seenAs}`)) continue;
      walkSelections(walk, fragment.selectionSet, walk.schema.getType(fragment.typeCondition.name.value), seenAs);
    }
  }
}

function walkField(walk: Walk, node: FieldNode, type: GraphQLNamedType | undefined, seenAs: SeenAs): void {
  const hasFields = isObjectType(type) || isInterfaceType(type);
  const field = hasFields ? type.getFields()[node.name.value] : undefined;
  // What is left are introspection's fields.
  if (!hasFields || field === undefined) return;
  const access = accessOf(field);
  if (access) walk.found.push({ coordinate: `${type.name}.${field.name}`, access, seenAs });
  walkArguments(walk, field, node, access, seenAs);
  if (node.selectionSet) {
    walkSelections(walk, node.selectionSet, getNamedType(field.type), access?.openAs ?? seenAs);
  }
}

function walkArguments(
  walk: Walk,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  access: Access | undefined,
  seenAs: SeenAs,
): void {
  const values = walk.variables && valuesOf(field, node, walk.variables);
  if (values === undefined) return;
  for (const { name, type } of field.args) walkInput(walk, type, values[name], seenAs);
  if (access?.nodes === undefined) return;
  const { argument, accessOf: accessOfNode } = access.nodes;
  const ids = values[argument];
  if (Array.isArray(ids) && !isNew(walk, ids, `nodes ${seenAs}`)) return;
  for (const id of [ids].flat()) {
    walk.found.push({ coordinate: `Query.${field.name}`, access: accessOfNode(String(id)), seenAs });
  }
}

/** Undefined for arguments that execution refuses. */
function valuesOf(field: GraphQLField<unknown, unknown>, node: FieldNode, variables: Record<string, unknown>) {
  try {
    return getArgumentValues(field, node, variables);
  } catch (error) {
    // In Jest, GraphQL's errors come from another realm than ours.
    if ((error as Error).name !== "GraphQLError") throw error;
    return undefined;
  }
}

function walkInput(walk: Walk, type: GraphQLInputType, value: unknown, seenAs: SeenAs): void {
  const nullable = getNullableType(type);
  if (typeof value !== "object" || value === null || !isNew(walk, value, `${seenAs}`)) return;
  if (isListType(nullable)) {
    for (const element of value as unknown[]) walkInput(walk, nullable.ofType, element, seenAs);
  } else if (isInputObjectType(nullable)) {
    for (const field of Object.values(nullable.getFields())) {
      if (!Object.hasOwn(value, field.name)) continue;
      const access = accessOf(field);
      if (access) walk.found.push({ coordinate: `${nullable.name}.${field.name}`, access, seenAs });
      walkInput(walk, field.type, (value as Record<string, unknown>)[field.name], seenAs);
    }
  }
}
