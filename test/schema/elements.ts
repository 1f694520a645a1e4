import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  print,
} from "graphql";

/** One element of a schema: a type, a field, an argument, an enum value. */
export interface SchemaElement {
  /** The parts that clients rely on, for example `Query.customers(first: Int)`. */
  readonly signature: string;
  readonly description: string | null | undefined;
}

/** The types that a schema defines, without GraphQL's own. */
export function typesOf(schema: GraphQLSchema): GraphQLNamedType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
}

/** The signature of a type as a whole, such as `type Customer`. */
export function typeSignature(type: GraphQLNamedType): string {
  return `${kindOf(type)} ${type.name}`;
}

/** A type and everything in it. */
export function elementsOf(type: GraphQLNamedType): SchemaElement[] {
  return [{ signature: typeSignature(type), description: type.description }, ...membersOf(type)];
}

function membersOf(type: GraphQLNamedType): SchemaElement[] {
  if (isEnumType(type)) {
    return type.getValues().map(({ name, description }) => ({ signature: `${type.name}.${name}`, description }));
  }
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((field) => inputElement(field, (input) => `${type.name}.${input}`));
  }
  if (isObjectType(type) || isInterfaceType(type)) {
    return [
      ...type.getInterfaces().map(({ name, description }) => ({ signature: `${type.name} is a ${name}`, description })),
      ...Object.values(type.getFields()).flatMap((field) => fieldElements(type.name, field)),
    ];
  }
  return [];
}

function fieldElements(typeName: string, field: GraphQLField<unknown, unknown>): SchemaElement[] {
  const coordinate = `${typeName}.${field.name}`;
  return [
    { signature: `${coordinate}: ${field.type}`, description: field.description },
    ...field.args.map((arg) => inputElement(arg, (input) => `${coordinate}(${input})`)),
  ];
}

function inputElement(
  { name, type, defaultValue, description }: GraphQLArgument | GraphQLInputField,
  signatureOf: (input: string) => string,
): SchemaElement {
  const ast = astFromValue(defaultValue, type);
  return { signature: signatureOf(`${name}: ${type}${ast ? ` = ${print(ast)}` : ""}`), description };
}

function kindOf(type: GraphQLNamedType): string {
  if (isEnumType(type)) return "enum";
  if (isInputObjectType(type)) return "input";
  if (isInterfaceType(type)) return "interface";
  return isObjectType(type) ? "type" : "scalar";
}
