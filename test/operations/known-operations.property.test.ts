import fc from "fast-check";
import { type ExecutionResult, execute, getOperationAST, Kind, OperationTypeNode, parse, visit } from "graphql";
import { rootKeyId } from "../../src/api-key/root-key.js";
import type { Caller } from "../../src/auth/caller.js";
import { CallerCache } from "../../src/auth/caller-cache.js";
import { allScopes } from "../../src/auth/scope.type.js";
import { Context } from "../../src/context.js";
import { createWriter } from "../../src/database/writer.js";
import { RequestReport } from "../../src/monitoring/request-report.js";
import { compileOperation } from "../../src/operations/compiled-operation.js";
import { KnownOperation } from "../../src/operations/known-operations.js";
import { createSchema } from "../../src/schema.js";
import { generatedOperation } from "../execution/generated-operation.js";
import type { GeneratedOperation } from "../execution/operation-writer.js";
import { givenPool } from "../execution/value-pool.js";
import { useTestServer } from "../support/server.js";

const schema = createSchema();
const seed = 20_261_121;
const caller: Caller = { type: "API_KEY", id: rootKeyId, scopes: new Set(allScopes) };
const apiKeyUse = { note: () => {}, close: async () => {} };

describe("a query that was compiled", () => {
  const server = useTestServer();
  const inTime = { seed, interruptAfterTimeLimit: 100_000, markInterruptAsFailure: true };

  function newContext(): Context {
    const { prisma: db, reader } = server.testDatabase.database;
    const callers = new CallerCache();
    const authentication = { reader, tokens: undefined, identityProvider: undefined, apiKeyUse, callers };
    const client = {
      authorization: undefined,
      clientAddress: "127.0.0.1",
      requestId: "the-request",
      report: new RequestReport("the-request"),
    };
    const context = new Context({ db, reader, writer: createWriter(reader), authentication, ...client });
    context.setCaller(caller);
    return context;
  }

  const seen = (result: ExecutionResult): unknown => JSON.parse(JSON.stringify(result));

  /** What graphql-js answers, and what the same operation answers once it is known well enough to be compiled. */
  async function answers({ query, operationName, variables }: GeneratedOperation) {
    // With conditions in it, graphql-js itself would run it.
    const document = visit(parse(query), { enter: ({ kind }) => (kind === Kind.DIRECTIVE ? null : undefined) });
    const operation = getOperationAST(document, operationName);
    if (!operation) throw new Error(`Expected the document to have an operation ${operationName}.`);
    const name = operation.name?.value;
    const variableValues = variables as Record<string, unknown>;
    const byGraphqlJs = await execute({
      schema,
      document,
      operationName: name,
      variableValues,
      contextValue: newContext(),
    });
    const known = new KnownOperation(schema, document, operation);
    for (let use = 1; use < 3; use += 1) await known.run(newContext(), variableValues);
    const isCompiled = compileOperation(schema, document, name) !== null;
    return { byGraphqlJs: seen(byGraphqlJs), known: seen(await known.run(newContext(), variableValues)), isCompiled };
  }

  it.each([
    ["", { wrongVariables: false }],
    [", also where variables are wrong", { wrongVariables: true }],
  ])(
    "gives what graphql-js gives%s",
    async (_where, options) => {
      const operations = generatedOperation(schema, OperationTypeNode.QUERY, await givenPool(server), options);
      let compiled = 0;
      const property = fc.asyncProperty(operations, async (operation) => {
        const { byGraphqlJs, known, isCompiled } = await answers(operation);
        expect(known).toEqual(byGraphqlJs);
        if (isCompiled) compiled += 1;
      });
      await fc.assert(property, { ...inTime, numRuns: 70 });
      expect(compiled).toBeGreaterThan(25);
    },
    120_000,
  );
});
