import { inspect } from "node:util";
import fc from "fast-check";
import {
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  isObjectType,
  Kind,
  OperationTypeNode,
  parse,
  visit,
} from "graphql";
import type { Context } from "../../src/access/context.js";
import { CachedOperation } from "../../src/execution/operations/operation-cache.js";
import { RequestVariables } from "../../src/execution/operations/request-variables.js";
import { planQuery } from "../../src/execution/query-plan/plan-query.js";
import { runPlan } from "../../src/execution/query-plan/run-plan.js";
import { createSchema } from "../../src/schema.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { generatedOperation } from "../execution/generated-operation.js";
import type { GeneratedOperation } from "../execution/operation-writer.js";
import { givenPool } from "../execution/value-pool.js";
import { useTestServer } from "../support/server.js";
import { newContext } from "./context.steps.js";

/** For each context, the fields that were resolved and the arguments that their resolvers received, as texts. */
const calls = new WeakMap<object, Set<string>>();
const schema = withRecordedCalls(createSchema());
const seed = 20_261_121;

describe("a query that is executed by its plan", () => {
  const server = useTestServer();
  const inTime = { seed, interruptAfterTimeLimit: 100_000, markInterruptAsFailure: true };

  const seen = (result: ExecutionResult): unknown => JSON.parse(JSON.stringify(result));

  /** The result of an execution, and the calls of resolvers. A failed execution can end before all resolvers have started. */
  async function recorded(run: (context: Context) => ExecutionResult | Promise<ExecutionResult>) {
    const context = newContext(server);
    const recordedCalls = new Set<string>();
    calls.set(context, recordedCalls);
    const result = seen(await run(context)) as ExecutionResult;
    return result.errors ? { result } : { result, calls: [...recordedCalls].sort() };
  }

  /** The result of graphql-js, the results of six uses of the same operation, and the data of its plan if there is one. */
  async function results({ query, operationName, variables }: GeneratedOperation, { withDirectives = false }) {
    // A document with directives has no plan.
    const document = visit(parse(query), {
      enter: ({ kind }) => (kind === Kind.DIRECTIVE && !withDirectives ? null : undefined),
    });
    const operation = getOperationAST(document, operationName);
    if (!operation) throw new Error(`Expected the document to have an operation ${operationName}.`);
    const execution = { schema, document, operationName: operation.name?.value, variableValues: variables };
    const expected = await recorded((contextValue) => execute({ ...execution, contextValue }));
    const known = new CachedOperation(schema, document, operation);
    const uses = [];
    for (let use = 1; use <= 6; use += 1) {
      uses.push(await recorded((context) => known.run(context, new RequestVariables(variables))));
    }
    const plan = planQuery(schema, document, operation);
    const values = getVariableValues(schema, operation.variableDefinitions ?? [], variables).coerced;
    const isPlanned = plan !== undefined && values !== undefined && !expected.result.errors;
    const byPlan = isPlanned ? seen({ data: await runPlan(plan, newContext(server), values) }) : undefined;
    return { expected, uses, byPlan };
  }

  it.each([
    ["", { wrongVariables: false, withDirectives: false }],
    [", also where variables are wrong", { wrongVariables: true, withDirectives: false }],
    [", also with conditions", { wrongVariables: false, withDirectives: true }],
  ])(
    "has the result of graphql-js and calls resolvers with the same arguments at every use%s",
    async (_where, options) => {
      const operations = generatedOperation(schema, OperationTypeNode.QUERY, await givenPool(server), options);
      let planned = 0;
      const property = fc.asyncProperty(operations, async (operation) => {
        const { expected, uses, byPlan } = await results(operation, options);
        for (const use of uses) expect(use).toEqual(expected);
        if (byPlan === undefined) return;
        planned += 1;
        expect(byPlan).toEqual(expected.result);
      });
      await fc.assert(property, { ...inTime, numRuns: 70 });
      if (!options.withDirectives && !options.wrongVariables) expect(planned).toBeGreaterThan(10);
    },
    240_000,
  );

  const document = (selection: string, definitions = "") => `query Q${definitions} { ${selection} }`;
  const count = (where: string) => `customers(where: ${where}) { totalCount nodes { firstName } }`;

  it.each<[string, string, Record<string, unknown>]>([
    ["a variable in an object, left out", document(count("{firstName: {eq: $n}}"), "($n: String)"), {}],
    ["a variable in an object, null", document(count("{firstName: {eq: $n}}"), "($n: String)"), { n: null }],
    ["a variable in an object, with a default", document(count("{firstName: {eq: $n}}"), '($n: String = "A")'), {}],
    [
      "a variable in a list, null by default",
      document(count("{or: [{firstName: $n}]}"), "($n: StringFilter = null)"),
      {},
    ],
    ["a variable in a list, left out", document(count("{or: [{firstName: $n}, {}]}"), "($n: StringFilter)"), {}],
    [
      "a variable in JSON",
      document(count('{metadata: [{path: ["erp"], equals: {id: $x}}]}'), "($x: String!)"),
      { x: "7" },
    ],
    [
      "a variable in JSON, left out",
      document(count('{metadata: [{path: ["erp"], equals: {id: $x}}]}'), "($x: String)"),
      {},
    ],
    ["a whole argument, left out", document("customers(first: $n) { nodes { id } }", "($n: Int)"), {}],
    ["a whole argument, with a default", document("customers(first: $n) { nodes { id } }", "($n: Int = 1)"), {}],
    ["a default of an input field", document("customers(sort: [{field: EMAIL}]) { nodes { email } }"), {}],
    [
      "names joined by underscores",
      "{ a_b: customers(first: 1) { nodes { id } } a: customers(first: 2) { b_nodes: nodes { id } } }",
      {},
    ],
    [
      "fragments in fragments",
      "query Q { ...A customers { ...B } } fragment A on Query { customers { ...B nodes { __typename } } } fragment B on CustomerConnection { totalCount nodes { ...C } } fragment C on Node { id ... on Customer { email } }",
      {},
    ],
  ])("has the same result at every use: %s", async (_what, query, variables) => {
    await givenCustomer(server, { firstName: "A", metadata: { erp: { id: "7" } } });
    await givenCustomer(server, { firstName: "B" });
    const { expected, uses } = await results({ query, variables }, {});
    for (const use of uses) expect(use).toEqual(expected);
  });

  it("is not planned if its expanded fragments have more selections than a plan may have", async () => {
    const fragments = Array.from(
      { length: 40 },
      (_, n) => `fragment f${n + 1} on Viewer { a${n}: type ...f${n} ...f${n} }`,
    );
    const query = `query Q { viewer { ...f40 b: type } } fragment f0 on Viewer { type } ${fragments.join(" ")}`;
    const { expected, uses } = await results({ query, variables: {} }, {});
    for (const use of uses) expect(use).toEqual(expected);
  });
});

/** Records, for each resolver that is called, the field and its arguments. */
function withRecordedCalls(target: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(target.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field;
      if (resolve === undefined) continue;
      field.resolve = (source, args, context, info) => {
        calls.get(context)?.add(`${type.name}.${field.name} ${inspect(args, { depth: null, sorted: true })}`);
        return resolve(source, args, context, info);
      };
    }
  }
  return target;
}
