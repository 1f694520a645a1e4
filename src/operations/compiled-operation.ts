import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  Kind,
  type NamedTypeNode,
  TypeInfo,
  type VariableDefinitionNode,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { compileQuery, isCompiledQuery } from "graphql-jit";
import { GraphQLJSON } from "graphql-scalars";
import type { Context } from "../context.js";
import type { Variables } from "../limits/variable-values.js";

/** Runs an operation. */
export type Run = (context: Context, variables: Variables) => ExecutionResult | Promise<ExecutionResult>;

/**
 * A query as a program of its own, which gives the data that graphql-js gives, sooner; null where that is not sure. It
 * takes the values of variables as graphql-js has read them.
 */
export function compileOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): Run | null {
  if (!isCompilable(schema, document)) return null;
  const compiled = compileQuery(schema, withAnyVariables(document), operationName, {
    disablingCapturingStackErrors: true,
  });
  if (!isCompiledQuery(compiled)) return null;
  return (context, variables) => compiled.query(undefined, context, variables) as ReturnType<Run>;
}

const anyValue: NamedTypeNode = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: GraphQLJSON.name } };

/** graphql-jit would unfold the types of variables, and filters hold each other without end. */
function withAnyVariables(document: DocumentNode): DocumentNode {
  return visit(document, {
    enter: (node): VariableDefinitionNode | undefined =>
      node.kind === Kind.VARIABLE_DEFINITION ? { kind: node.kind, variable: node.variable, type: anyValue } : undefined,
  });
}

/**
 * Whether graphql-jit gives the right answers for a document. What it makes of a document are the texts of functions and
 * objects: names that begin with two underscores are its own, or the language's (`__proto__`), and paths joined by
 * underscores are the names of what it knows of fields. It does not wait for the type of an object, as TypeGraphQL does.
 */
function isCompilable(schema: GraphQLSchema, document: DocumentNode): boolean {
  let isFit = true;
  const types = new TypeInfo(schema);
  const visitor = visitWithTypeInfo(types, {
    enter(node) {
      if (isAbstractType(getNamedType(types.getType()))) isFit = false;
      if (node.kind === Kind.NAME && node.value.startsWith("__") && node.value !== "__typename") isFit = false;
      if (node.kind === Kind.FIELD && node.alias?.value.includes("_")) isFit = false;
      if (node.kind === Kind.DIRECTIVE) isFit = false;
    },
  });
  visit(document, visitor);
  return isFit;
}
