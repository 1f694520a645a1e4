import {
  GraphQLError,
  GraphQLScalarType,
  type GraphQLScalarTypeConfig,
  Kind,
  type ObjectValueNode,
  type ValueNode,
} from "graphql";
import { GraphQLJSON, GraphQLJSONObject } from "graphql-scalars";
import { readNumber } from "./inexact-number.js";

type Variables = Readonly<Record<string, unknown>> | null | undefined;

const numbers =
  "A number must be exact as a double (IEEE 754). Send other numbers, such as an id of 19 digits, as a string. Other numbers that were written directly to the database are kept, and are returned as the nearest double (null if that is infinite).";

const specifiedByURL = "https://www.rfc-editor.org/rfc/rfc8259";

/**
 * Any JSON value. A number that JavaScript cannot represent exactly becomes an `InexactNumber`. Code that accepts JSON must
 * reject it.
 */
export const Json = new GraphQLScalarType({
  ...GraphQLJSON.toConfig(),
  specifiedByURL,
  description: `Any JSON value. ${numbers}`,
  parseLiteral: jsonOf,
});

/** A JSON object, with the same rules. */
export const JsonObject = jsonObject({
  ...GraphQLJSONObject.toConfig(),
  specifiedByURL,
  description: `A JSON object. ${numbers}`,
});

/** Creates a scalar that accepts any JSON object. */
export function jsonObject(config: Readonly<GraphQLScalarTypeConfig<unknown, unknown>>): GraphQLScalarType {
  const expected = `${config.name} cannot represent non-object value.`;
  return new GraphQLScalarType({
    ...config,
    parseValue: (value) => {
      if (typeof value === "object" && value !== null && isPlain(value)) return value;
      throw new GraphQLError(expected);
    },
    parseLiteral: (node, variables) => {
      if (node.kind === Kind.OBJECT) return objectOf(node, variables);
      throw new GraphQLError(expected, { nodes: node });
    },
  });
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/**
 * Returns the value of a literal. A missing variable is handled as in an input object: its field is omitted, and in a list it
 * is null. An enum value is not JSON and gives undefined.
 */
function jsonOf(node: ValueNode, variables: Variables): unknown {
  switch (node.kind) {
    case Kind.INT:
    case Kind.FLOAT:
      return readNumber(node.value);
    case Kind.STRING:
    case Kind.BOOLEAN:
      return node.value;
    case Kind.NULL:
      return null;
    case Kind.LIST:
      return node.values.map((element) => (isMissingVariable(element, variables) ? null : jsonOf(element, variables)));
    case Kind.OBJECT:
      return objectOf(node, variables);
    case Kind.VARIABLE:
      return variables?.[node.name.value];
    default:
      return undefined;
  }
}

function objectOf({ fields }: ObjectValueNode, variables: Variables): Record<string, unknown> {
  // No prototype, because any name may be a key.
  const object: Record<string, unknown> = Object.create(null);
  for (const { name, value } of fields) {
    if (!isMissingVariable(value, variables)) object[name.value] = jsonOf(value, variables);
  }
  return object;
}

function isMissingVariable(node: ValueNode, variables: Variables): boolean {
  return node.kind === Kind.VARIABLE && variables?.[node.name.value] === undefined;
}
