import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  ValidationContext,
  visit,
} from "graphql";

/**
 * Returns true if the value of a variable can have the right type and still be refused by an argument of the operation. An example
 * is null for a nullable variable with a default, used for a non-null argument. Variables inside of custom scalars count, too.
 */
export function mayRefuseArguments(
  schema: GraphQLSchema,
  document: DocumentNode,
  { name, variableDefinitions = [] }: OperationDefinitionNode,
): boolean {
  if (variableDefinitions.length === 0) return false;
  const nullable = variableDefinitions.filter(({ type }) => type.kind !== Kind.NON_NULL_TYPE);
  const names = new Set(nullable.map(({ variable }) => variable.name.value));
  const fieldsAlone = visit(document, { enter: ({ kind }) => (kind === Kind.DIRECTIVE ? null : undefined) });
  const operation = getOperationAST(fieldsAlone, name?.value);
  if (!operation) return true;
  const context = new ValidationContext(schema, fieldsAlone, new TypeInfo(schema), () => {});
  return context
    .getRecursiveVariableUsages(operation)
    .some(({ node, type }) => !type || (isNonNullType(type) && names.has(node.name.value)));
}
