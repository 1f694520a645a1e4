import { getOperationAST, parse } from "graphql";
import { operationCost } from "../../src/execution/limits/operation-cost.js";
import { createSchema } from "../../src/schema.js";

export const schema = createSchema();

/** Returns the cost of an operation. */
export function costOf(query: string, variables: Record<string, unknown> = {}): number {
  return costs(query)(variables);
}

/** Returns the function from variables to the cost of an operation. */
export function costs(query: string) {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error("Expected a document with one operation.");
  return operationCost(schema, document, operation);
}
