import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getVariableValues,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { badUserInput } from "../../graphql/errors/request-errors.js";
import { explainArgumentError } from "../../graphql/input/refused-variable.js";
import { accessOf } from "./access.js";
import { addInputRequirements, declaresAccess } from "./input-requirements.js";
import { type FoundRequirements, isFirstVisit, type LoginType, type Requirement } from "./requirement.js";

/** The access that an operation requires. */
export interface Requirements {
  readonly requirements: readonly Requirement[];
  /** The reason why a part could not be read. That part is unchecked, so the operation must not run. */
  readonly fault: Error | undefined;
  /** True if the requirements are the same for all values of the variables. */
  readonly isComplete: boolean;
}

interface Walk extends FoundRequirements {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Undefined when a variable has no usable value. */
  readonly variables: { readonly [name: string]: unknown } | undefined;
  /** The first error. */
  fault: Error | undefined;
  isComplete: boolean;
}

/**
 * Collects every element of a valid operation that declares access: fields at any depth, arguments and input fields, also
 * those in variables. Fields that `@skip` or `@include` leave out count too.
 */
export function requirementsOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Requirements {
  return requirementsWith(schema, document, operation, coerceVariables(schema, operation, variables));
}

/** The variables of a request after graphql-js has coerced them. */
export type CoercedVariables = ReturnType<typeof getVariableValues>;

/** Coerces variables up to the first error. */
export function coerceVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): CoercedVariables {
  return getVariableValues(schema, variableDefinitions, variables, { maxErrors: 1 });
}

/** Does the same with variables that are coerced already. */
export function requirementsWith(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { coerced, errors = [] }: CoercedVariables,
): Requirements {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const walk: Walk = {
    schema,
    fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
    seen: new Map(),
    variables: coerced,
    found: [],
    fault: errors[0] && clientErrorOf(errors[0]),
    isComplete: true,
  };
  try {
    walkSelections(walk, operation.selectionSet, schema.getRootType(operation.operation) ?? undefined, undefined);
  } catch (error) {
    walk.fault ??= clientErrorOf(error);
  }
  return { requirements: walk.found, fault: walk.fault, isComplete: walk.isComplete };
}

/** The error for the client: a GraphQLError as it is, and a stack overflow as BAD_USER_INPUT. */
function clientErrorOf(error: unknown): Error {
  if (error instanceof GraphQLError) return error;
  if (!(error instanceof RangeError)) throw error;
  return badUserInput("The operation and its variables must be nested less deeply: reading them overflows the stack.");
}

function walkSelections(
  walk: Walk,
  set: SelectionSetNode,
  type: GraphQLNamedType | undefined,
  loginType: LoginType,
): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) walkField(walk, selection, type, loginType);
    else if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value;
      walkSelections(walk, selection.selectionSet, condition ? walk.schema.getType(condition) : type, loginType);
    } else {
      const fragment = walk.fragments.get(selection.name.value);
      if (fragment === undefined || !isFirstVisit(walk, fragment, "fragment", loginType)) continue;
      walkSelections(walk, fragment.selectionSet, walk.schema.getType(fragment.typeCondition.name.value), loginType);
    }
  }
}

function walkField(walk: Walk, node: FieldNode, type: GraphQLNamedType | undefined, loginType: LoginType): void {
  const hasFields = isObjectType(type) || isInterfaceType(type);
  const field = hasFields ? type.getFields()[node.name.value] : undefined;
  // Only fields of introspection have no definition here.
  if (!hasFields || field === undefined) return;
  const access = accessOf(field);
  if (access) walk.found.push({ coordinate: `${type.name}.${field.name}`, access, loginType });
  walkArguments(walk, type, field, node, loginType);
  if (node.selectionSet) {
    walkSelections(walk, node.selectionSet, getNamedType(field.type), access?.loginType ?? loginType);
  }
}

function walkArguments(
  walk: Walk,
  type: GraphQLNamedType,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  loginType: LoginType,
): void {
  const access = accessOf(field);
  const decides = (argument: GraphQLArgument) =>
    argument.name === access?.nodes?.argument || accessOf(argument) !== undefined || declaresAccess(argument.type);
  const isGiven = ({ name }: GraphQLArgument) => node.arguments?.some((argument) => argument.name.value === name);
  if (field.args.some((argument) => decides(argument) && isGiven(argument))) walk.isComplete = false;
  const values = argumentValuesOf(walk, field, node);
  if (values === undefined) return;
  for (const argument of field.args) {
    const value = values[argument.name];
    const needed = accessOf(argument);
    if (needed && value !== undefined && value !== null) {
      walk.found.push({ coordinate: `${type.name}.${field.name}(${argument.name}:)`, access: needed, loginType });
    }
    addInputRequirements(walk, argument.type, value, loginType);
  }
  if (access?.nodes === undefined) return;
  const { argument, accessOfKey } = access.nodes;
  const value = values[argument];
  if (!isFirstVisit(walk, value, "nodes", loginType)) return;
  for (const nodeAccess of new Set([value].flat().map(accessOfKey))) {
    walk.found.push({ coordinate: `${type.name}.${field.name}`, access: nodeAccess, loginType });
  }
}

/** The values of a field's arguments; undefined if they are invalid. */
function argumentValuesOf(walk: Walk, field: GraphQLField<unknown, unknown>, node: FieldNode) {
  if (walk.variables === undefined) return undefined;
  try {
    return getArgumentValues(field, node, walk.variables);
  } catch (error) {
    walk.fault ??= clientErrorOf(
      error instanceof GraphQLError ? explainArgumentError(error, field.args, node, walk.variables) : error,
    );
    return undefined;
  }
}
