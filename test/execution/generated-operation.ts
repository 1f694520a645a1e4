import fc from "fast-check";
import { type GraphQLSchema, getOperationAST, getVariableValues, OperationTypeNode, parse } from "graphql";
import { inPercent } from "./chances.js";
import { InputPlans } from "./input-plans.js";
import { likelyValues } from "./likely-values.js";
import { type GeneratedOperation, OperationWriter } from "./operation-writer.js";
import { SelectionPlans } from "./selection-plans.js";
import type { ValuePool } from "./value-pool.js";

export interface OperationOptions {
  /** The maximum depth of nested objects. The fields of scalars count as a level. Default: 5. */
  readonly maxDepth?: number;
  /** The maximum number of selected fields. A fragment counts each time it is spread. Default: 40. */
  readonly maxFields?: number;
  /** True if at least one variable has a value that its type refuses. */
  readonly wrongVariables?: boolean;
}

/**
 * Operations of any shape over a whole schema: valid ones, most of which succeed at least in part where there is what is
 * in the pool. They use all that documents may hold, at each place in each way that is allowed there.
 */
export function generatedOperation(
  schema: GraphQLSchema,
  kind: OperationTypeNode.QUERY | OperationTypeNode.MUTATION,
  pool: ValuePool,
  { maxDepth = 5, maxFields = 40, wrongVariables = false }: OperationOptions = {},
): fc.Arbitrary<GeneratedOperation> {
  const root = schema.getRootType(kind);
  if (!root) throw new Error(`Expected a schema with a root type for ${kind}.`);
  const plans = new SelectionPlans(schema, new InputPlans(likelyValues(pool), wrongVariables));
  const operations = fc
    .record({
      name: inPercent(50, fc.constantFrom("Main", "F1")),
      selections: plans.of(root, maxDepth),
      other: inPercent(10, fc.constantFrom(OperationTypeNode.QUERY, OperationTypeNode.MUTATION)),
    })
    .map((plan) => new OperationWriter(maxFields).write(root, { kind, ...plan }));
  return wrongVariables ? operations.filter((operation) => isRefused(schema, operation)) : operations;
}

/** True if a variable has a value that its type refuses. */
function isRefused(schema: GraphQLSchema, { query, operationName, variables }: GeneratedOperation): boolean {
  const definitions = getOperationAST(parse(query), operationName)?.variableDefinitions ?? [];
  return getVariableValues(schema, definitions, variables).errors !== undefined;
}
