import { getOperationAST, parse } from "graphql";
import { mayRefuseArguments } from "../../src/execution/operations/argument-faults.js";
import { CachedOperation, OperationCache } from "../../src/execution/operations/operation-cache.js";
import { RequestVariables } from "../../src/execution/operations/request-variables.js";
import { planCache } from "../../src/execution/query-plan/plan-cache.js";
import { createSchema } from "../../src/schema.js";
import { useTestServer } from "../support/server.js";
import { newContext } from "./context.steps.js";

const schema = createSchema();

function parsed(query: string) {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error("Expected one operation.");
  return { document, operation };
}

describe("a cached operation", () => {
  it("stops reading the values of its variables at the first ones of a wrong type", () => {
    const { document, operation } = parsed(
      'mutation ($ids: [ID!]!) { customerGroupAddCustomers(id: "cusgroup_1", customerIds: $ids) { added } }',
    );
    const known = new CachedOperation(schema, document, operation);
    expect(known.requirements(new RequestVariables({ ids: ["cus_1"] })).fault).toBeUndefined();
    const read = jest.fn();
    // graphql-js notices the second one before it stops.
    const ids = Object.defineProperty([{}, {}, "cus_1"], 2, { get: read });
    expect(known.requirements(new RequestVariables({ ids })).fault).toBeDefined();
    expect(read).not.toHaveBeenCalled();
  });
});

describe("the size of the cache is limited", () => {
  const server = useTestServer();

  it("by the tokens of documents, and keeps those used last", () => {
    const operations = new OperationCache(schema);
    const texts = Array.from({ length: 60 }, (_, n) => `{ a${n}: nodes(ids: [${"1 ".repeat(9_000)}]) { id } }`);
    for (const text of texts) operations.add(text, parse(text));
    const known = texts.filter((text) => operations.find(text, undefined) !== undefined);
    expect(known.length).toBeGreaterThan(20);
    expect(known).toEqual(texts.slice(-known.length));
    expect(known.length).toBeLessThan(30);
  });

  it("also of hashes, which are forgotten with their documents", () => {
    const operations = new OperationCache(schema);
    const texts = Array.from({ length: 1_002 }, (_, n) => `{ a${n}: __typename }`);
    for (const text of texts) {
      operations.addHash(`early ${text}`, text);
      operations.add(text, parse(text));
      operations.addHash(`hash of ${text}`, text);
      // The first document is used again and again.
      operations.find(texts[0] ?? "", undefined);
      // Adding it again changes nothing.
      operations.add(text, parse(text));
    }
    const known = texts.filter((text) => operations.textOf(`hash of ${text}`) === text);
    expect(known).toEqual(texts.filter((text) => operations.find(text, undefined) !== undefined));
    expect(known).toEqual([texts[0], ...texts.slice(3)]);
    expect(texts.filter((text) => operations.textOf(`early ${text}`) !== undefined)).toEqual([]);
  });

  it("by the fields of plans, which fragments multiply", async () => {
    const fragment = `fragment F on Country { ${Array.from({ length: 180 }, (_, n) => `a${n}: iso2`).join(" ")} }`;
    const fields = Array.from({ length: 10 }, (_, n) => `b${n}: country(code: "XX") { ...F }`);
    for (let n = 0; n < 80; n += 1) {
      const { document, operation } = parsed(`query Q${n} { ${fields.join(" ")} } ${fragment}`);
      const known = new CachedOperation(schema, document, operation);
      for (let use = 1; use <= 3; use += 1)
        expect(await known.run(newContext(server), new RequestVariables({}))).not.toHaveProperty("errors");
    }
    expect(planCache.size).toBeGreaterThan(40);
    expect(planCache.size).toBeLessThan(80);
  });
});

describe("mayRefuseArguments", () => {
  const customers = (args: string) => `{ customers(${args}) { totalCount } }`;

  it.each<[string, string, boolean]>([
    ["without variables", customers("first: 1"), false],
    ["null where null may be", `query ($v: Int = 5) ${customers("first: $v")}`, false],
    ["null where there must not be null", `query ($v: DeletedScope = ONLY) ${customers("deleted: $v")}`, true],
    ["a variable that cannot be null", `query ($v: DeletedScope! = ONLY) ${customers("deleted: $v")}`, false],
    ["in an input", `query ($v: SortDirection = ASC) ${customers("sort: [{field: ID, direction: $v}]")}`, true],
    ["in a fragment", `query ($v: DeletedScope = ONLY) { ...F } fragment F on Query ${customers("deleted: $v")}`, true],
    [
      "in another operation",
      `query ($v: Int) ${customers("first: $v")} fragment F on Query ${customers("deleted: $v")}`,
      false,
    ],
    ["in a scalar", `query ($v: String) ${customers('where: {metadata: [{path: "a", equals: {b: $v}}]}')}`, true],
    ["in a condition", "query ($v: Boolean = true) { __typename @include(if: $v) }", false],
  ])("%s: %s", (_where, query, expected) => {
    const { document, operation } = parsed(query);
    expect(mayRefuseArguments(schema, document, operation)).toBe(expected);
  });
});
