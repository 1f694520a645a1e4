import fc from "fast-check";
import { type ExecutionResult, isObjectType, OperationTypeNode, parse, validate } from "graphql";
import { accessOf } from "../../src/access/auth/access.js";
import { createSchema } from "../../src/schema.js";
import { accountOptions } from "../customer-account/customer-account.steps.js";
import { withFiles } from "../files/files.steps.js";
import { useMailServer } from "../support/mail.js";
import { adminKey, useTestServer } from "../support/server.js";
import { generatedOperation } from "./generated-operation.js";
import { fieldsIn, fieldsOf, sizeOf } from "./operation-coverage.js";
import type { GeneratedOperation } from "./operation-writer.js";
import { givenPool, inventedPool } from "./value-pool.js";

const schema = createSchema();
const kinds = [OperationTypeNode.QUERY, OperationTypeNode.MUTATION] as const;
const seed = 20_261_101;

/** The constructs of documents, each with a pattern that finds it. */
const features: Readonly<Record<string, RegExp>> = {
  "a field under another name": /\w: \w+ (\{|@)/,
  "a field with other arguments under another name": /^( +)(\w+)\(.*\) \{$[\s\S]*^\1\w+: \2\(/m,
  "a field twice, holding other fields each time": /^( +)(\w+) \{$[^}]*\}\n\1\2 \{$/m,
  "a fragment in a fragment": /^fragment [\s\S]*\.\.\.F/m,
  "a fragment twice": /(\.\.\.F\d+\b)[\s\S]*\1\b/,
  "a fragment on an interface": /on (Node|UserError)/,
  "an inline fragment without a condition": /\.\.\. \{/,
  "an inline fragment with a condition": /\.\.\. on \w+ \{/,
  "an inline fragment that may be left out": /\.\.\. .*@(skip|include)/,
  "a spread that may be left out": /\.\.\.F\d+ @(skip|include)/,
  "a condition in the document": /@skip\(if: false\)/,
  "a condition in a variable": /@include\(if: \$/,
  "a type's name": /__typename/,
  "introspection of the schema": /__schema/,
  "introspection of a type": /__type\(/,
  "a variable that must be given": /\$v\d+: \w+!/,
  "a variable with a default": /\$v\d+: \[?\w+\]? = /,
  "a variable in an input": /where: \{.*: \$/,
  "a variable in a list": /ids: \[.*\$/i,
  "a variable in a scalar": /metadata: \{tier: \$/,
  "a variable twice": /(\$v\d+)\b(?!:)[\s\S]*\1\b(?!:)/,
  "a list": /ids: \[/i,
  "a single value for a list": /ids: "/i,
  "an enumeration's value": /field: [A-Z]/,
  null: /: null/,
  "another operation": /(query|mutation) Other/,
};

describe("a generated operation", () => {
  it.each(kinds)("is valid: %s", (kind) => {
    const operations = generatedOperation(schema, kind, inventedPool);
    const property = fc.property(operations, ({ query }) => {
      expect(validate(schema, parse(query)).map(String)).toEqual([]);
    });
    fc.assert(property, { seed, numRuns: 200 });
  });

  it("uses each field of each type, and each construct of documents", () => {
    const samples = kinds.flatMap((kind) =>
      fc.sample(generatedOperation(schema, kind, inventedPool), { seed, numRuns: 1_000 }),
    );
    const selected = new Set(samples.flatMap((operation) => fieldsIn(operation, schema)));
    expect(fieldsOf(schema).filter((field) => !selected.has(field))).toEqual([]);
    const isUsed = (feature: RegExp) => samples.some(({ query }) => feature.test(query));
    expect(Object.keys(features).filter((name) => !isUsed(features[name] as RegExp))).toEqual([]);
  });

  it.each(kinds)("is no larger than is asked for: %s", (kind) => {
    const operations = generatedOperation(schema, kind, inventedPool, { maxDepth: 3, maxFields: 7 });
    const sizes = fc.sample(operations, { seed, numRuns: 200 }).map(sizeOf);
    expect(Math.max(...sizes.map(({ depth }) => depth))).toBe(3);
    expect(Math.max(...sizes.map(({ fields }) => fields))).toBe(7);
  });
});

describe("the server's answers to generated operations", () => {
  const mail = useMailServer();
  const server = useTestServer(withFiles(accountOptions(mail)));
  // A failure is told with what shrinking has come to before the test would be stopped.
  const inTime = { seed, interruptAfterTimeLimit: 25_000, markInterruptAsFailure: true };

  async function answerTo(operation: GeneratedOperation): Promise<{ hasData: boolean; codes: string[] }> {
    const headers = { authorization: `Bearer ${adminKey}` };
    const response = await server.app.inject({ method: "POST", url: "/graphql", headers, payload: operation });
    const { data, errors = [] } = response.json<ExecutionResult>();
    const codes = errors.map(({ extensions }) => String(extensions?.code));
    return { hasData: data !== null && data !== undefined, codes };
  }

  /** True if an API key may run the operation. Only people change their own passwords and emails. */
  function isForKeys(operation: GeneratedOperation): boolean {
    return fieldsIn(operation, schema).every((coordinate) => {
      const [type = "", field = ""] = coordinate.split(".");
      const found = schema.getType(type);
      const access = isObjectType(found) ? found.getFields()[field] : undefined;
      return (access && accessOf(access)?.callerTypes?.includes("API_KEY")) ?? true;
    });
  }

  it.each(kinds)("are data in most cases, and never an internal error: %s", async (kind) => {
    const operations = generatedOperation(schema, kind, await givenPool(server)).filter(isForKeys);
    const outcomes = { data: 0, part: 0, none: 0 };
    const property = fc.asyncProperty(operations, async (operation) => {
      const { hasData, codes } = await answerTo(operation);
      expect(codes).not.toContain("INTERNAL_SERVER_ERROR");
      if (!hasData) outcomes.none += 1;
      else if (codes.length > 0) outcomes.part += 1;
      else outcomes.data += 1;
    });
    await fc.assert(property, { ...inTime, numRuns: 100 });
    expect(outcomes.data).toBeGreaterThan(70);
    expect(outcomes.part).toBeGreaterThan(0);
    expect(outcomes.none).toBeGreaterThan(0);
  });

  it.each(kinds)("refuse wrong variables before anything runs: %s", async (kind) => {
    const pool = await givenPool(server);
    const operations = generatedOperation(schema, kind, pool, { wrongVariables: true });
    const property = fc.asyncProperty(operations, async (operation) => {
      const { hasData, codes } = await answerTo(operation);
      expect(hasData).toBe(false);
      // Access is checked first.
      expect(codes[0]).toMatch(/^(BAD_USER_INPUT|FORBIDDEN)$/);
    });
    await fc.assert(property, { ...inTime, numRuns: 30 });
  });
});
