import { getOperationAST, parse } from "graphql";
import { operationCost } from "../../src/execution/limits/operation-cost.js";
import { createSchema } from "../../src/schema.js";

export const schema = createSchema();

/** What an operation costs. */
export function costOf(query: string, variables: Record<string, unknown> = {}): number {
  return costs(query)(variables);
}

/** What an operation costs, by its variables. */
export function costs(query: string) {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error("Expected a document with one operation.");
  return operationCost(schema, document, operation);
}
