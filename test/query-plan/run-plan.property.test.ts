import { setImmediate } from "node:timers/promises";
import { inspect } from "node:util";
import fc from "fast-check";
import {
  defaultFieldResolver,
  type ExecutionResult,
  execute,
  type GraphQLResolveInfo,
  getOperationAST,
  getVariableValues,
  parse,
  validate,
} from "graphql";
import type { Context } from "../../src/access/context.js";
import { CachedOperation } from "../../src/execution/operations/operation-cache.js";
import { RequestVariables } from "../../src/execution/operations/request-variables.js";
import { planQuery } from "../../src/execution/query-plan/plan-query.js";
import { runPlan } from "../../src/execution/query-plan/run-plan.js";
import { newContext } from "../operations/context.steps.js";
import { useTestServer } from "../support/server.js";
import { arriving, itemSchema, type PlannedObject, plannedObject, selectionOf } from "./resolved-values.js";

const seed = 20_261_130;
const schema = itemSchema();
const roots = new WeakMap<object, (field: string) => unknown>();
for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
  field.resolve = (_source, args, context, info) =>
    defaultFieldResolver({ [field.name]: roots.get(context)?.(field.name) }, args, context, info);
}

describe("a query that is executed by its plan", () => {
  const server = useTestServer();
  let unhandled = 0;
  const count = () => {
    unhandled += 1;
  };
  beforeAll(() => void process.on("unhandledRejection", count));
  afterAll(() => void process.off("unhandledRejection", count));

  /** Runs an operation with generated values. */
  async function outcomeOf(root: PlannedObject, run: (context: Context) => unknown) {
    const context = newContext(server);
    const calls: string[] = [];
    // Each execution gets its own values.
    roots.set(context, (field) => {
      const planned = root[field];
      return planned && arriving(planned, field, (...call) => calls.push(callText(...call)));
    });
    unhandled = 0;
    const result: ExecutionResult = JSON.parse(JSON.stringify(await run(context)));
    // Waits until all promises have settled.
    for (let turn = 0; turn < 6; turn += 1) await setImmediate();
    return { result, calls: calls.sort(), unhandled };
  }

  it("has the response of graphql-js for any resolved values and delays", async () => {
    const seen = { data: 0, errors: 0 };
    const by = fc.constantFrom(undefined, 3, null);
    const property = fc.asyncProperty(plannedObject(3), by, async (root, by) => {
      const selection = selectionOf([root]);
      const document = parse(selection.includes("$by") ? `query ($by: Int = 2) ${selection}` : selection);
      expect(validate(schema, document)).toEqual([]);
      const operation = getOperationAST(document);
      const plan = operation && planQuery(schema, document, operation);
      if (!plan) throw new Error(`Expected a plan for ${selection}`);
      const variableValues = by === undefined ? {} : { by };
      const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues);

      const expected = await outcomeOf(root, (contextValue) =>
        execute({ schema, document, contextValue, variableValues }),
      );
      const planned = await outcomeOf(root, (context) =>
        runPlan(plan, context, coerced).then(
          (data) => ({ data }),
          () => "failed",
        ),
      );
      // Promises that fail after an element that made a list null are unhandled by graphql-js, but not by a plan.
      expect(planned.unhandled).toBe(0);
      seen[expected.result.errors ? "errors" : "data"] += 1;
      if (!expected.result.errors) {
        expect(planned.result).toEqual(expected.result);
        expect(planned.calls).toEqual(expected.calls);
        return;
      }
      expect(planned.result).toBe("failed");
      const known = new CachedOperation(schema, document, operation);
      for (let use = 1; use <= 3; use += 1) {
        const { result } = await outcomeOf(root, (context) => known.run(context, new RequestVariables(variableValues)));
        expect(result).toEqual(expected.result);
      }
    });
    await fc.assert(property, { seed, numRuns: 300, interruptAfterTimeLimit: 100_000, markInterruptAsFailure: true });
    expect(Math.min(seen.data, seen.errors)).toBeGreaterThan(50);
  }, 120_000);
});

/** A call of a method, with its arguments and the field info. */
function callText(field: string, args: unknown, info: GraphQLResolveInfo): string {
  const { fieldName, fieldNodes, returnType, parentType, variableValues, operation, fragments, rootValue } = info;
  const { length } = fieldNodes;
  const told = {
    fieldName,
    length,
    returnType,
    parentType,
    variableValues,
    kind: operation.kind,
    fragments,
    rootValue,
  };
  return `${field} ${inspect(args)} ${JSON.stringify(told)}`;
}
