import {
  type FieldNode,
  type GraphQLArgument,
  GraphQLError,
  type GraphQLInputType,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type ValueNode,
  type VariableNode,
} from "graphql";
import { badArgument } from "../errors/request-errors.js";

type Values = { readonly [name: string]: unknown };

interface Place {
  readonly value: ValueNode;
  readonly type: GraphQLInputType;
  readonly path: readonly string[];
  /** True for a field of an input with exactly one field (`@oneOf`). */
  readonly isOnlyField?: boolean | undefined;
}

/**
 * Returns an error that is more exact than the one of graphql-js, which names only the argument if a variable deep inside of it is
 * null and the place requires a value.
 * @param error the error of `getArgumentValues`, which is returned if it has another reason.
 */
export function explainArgumentError(
  error: GraphQLError,
  definitions: readonly GraphQLArgument[],
  node: FieldNode,
  variables: Values,
): GraphQLError {
  const argument = node.arguments?.find(({ value }) => value === error.nodes?.[0]);
  const definition = definitions.find(({ name }) => name === argument?.name.value);
  if (argument === undefined || definition === undefined || argument.value.kind === Kind.VARIABLE) return error;
  const place = { value: argument.value, type: definition.type, path: [definition.name] };
  return refusedVariable(place, variables) ?? error;
}

function refusedVariable(place: Place, variables: Values): GraphQLError | undefined {
  const { value, type, isOnlyField = false } = place;
  if (value.kind === Kind.VARIABLE) {
    const sent = variables[value.name.value];
    if (sent === undefined && isOnlyField) return variableError(value, place, "missing");
    return sent === null && (isOnlyField || isNonNullType(type)) ? variableError(value, place, "null") : undefined;
  }
  for (const inside of placesIn(place)) {
    const error = refusedVariable(inside, variables);
    if (error) return error;
  }
  return undefined;
}

function variableError(node: VariableNode, { path }: Place, state: "null" | "missing"): GraphQLError {
  const reason = `must not be null, but the variable $${node.name.value} is ${state}`;
  const { message, extensions } = badArgument(path, reason);
  return new GraphQLError(message, { nodes: node, extensions });
}

/** The elements of a list, or the fields of an input object. */
function placesIn({ value, type, path }: Place): Place[] {
  const nullable = getNullableType(type);
  if (value.kind === Kind.LIST && isListType(nullable)) {
    return value.values.map((element, index) => ({
      value: element,
      type: nullable.ofType,
      path: [...path, `${index}`],
    }));
  }
  // A value that is not a list counts as a list with one element.
  if (isListType(nullable)) return [{ value, type: nullable.ofType, path }];
  if (value.kind !== Kind.OBJECT || !isInputObjectType(nullable)) return [];
  const { isOneOf: isOnlyField } = nullable;
  const definitions = nullable.getFields();
  return value.fields.flatMap(({ name, value: fieldValue }) => {
    const type = definitions[name.value]?.type;
    return type === undefined ? [] : [{ value: fieldValue, type, path: [...path, name.value], isOnlyField }];
  });
}
