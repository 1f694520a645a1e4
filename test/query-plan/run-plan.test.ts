import { setTimeout } from "node:timers/promises";
import { buildSchema, execute, GraphQLObjectType, getOperationAST, parse } from "graphql";
import { Deadline } from "../../src/database/cancellation/deadline.js";
import { CachedOperation } from "../../src/execution/operations/operation-cache.js";
import { RequestVariables } from "../../src/execution/operations/request-variables.js";
import { planQuery } from "../../src/execution/query-plan/plan-query.js";
import { runPlan } from "../../src/execution/query-plan/run-plan.js";
import { newContext } from "../operations/context.steps.js";
import { useTestServer } from "../support/server.js";

const definitions = `
  type Item { name: String  required: String!  scaled(by: Int = 1): Int }
  type Query { items: [Item]  requiredItems: [Item!]  names: [String!]  other: String }
`;

type Resolvers = Readonly<Record<string, Readonly<Record<string, (source: unknown, args: { by: number }) => unknown>>>>;

function schemaWith(resolvers: Resolvers) {
  const schema = buildSchema(definitions);
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = schema.getType(typeName);
    if (!(type instanceof GraphQLObjectType)) throw new Error(`Expected an object type ${typeName}.`);
    for (const [name, resolve] of Object.entries(fields)) Object.assign(type.getFields()[name] ?? {}, { resolve });
  }
  return schema;
}

const fail = (message: string) => {
  throw new Error(message);
};

describe("a plan returns the response of graphql-js", () => {
  const server = useTestServer();
  const unhandled = jest.fn();
  beforeAll(() => {
    process.on("unhandledRejection", unhandled);
  });
  afterAll(() => {
    process.off("unhandledRejection", unhandled);
  });

  it.each<[string, string, Resolvers]>([
    [
      "promises in a list",
      "{ items { name } }",
      { Query: { items: () => [{ name: "a" }, Promise.resolve({ name: "b" }), null] } },
    ],
    [
      "a promise in a list that fails",
      "{ items { name } other }",
      { Query: { items: () => [{ name: "a" }, Promise.reject(new Error("no"))] } },
    ],
    ["a resolver that throws", "{ items { name } other }", { Query: { items: () => fail("no"), other: () => "b" } }],
    [
      "a resolver that throws beside one that fails later",
      "{ other items { name } }",
      { Query: { other: () => setTimeout(5).then(() => fail("later")), items: () => fail("now") } },
    ],
    [
      "a failed element before a promise that fails later",
      "{ items { required } other }",
      { Query: { items: () => [{ required: null }, setTimeout(5).then(() => fail("later"))] } },
    ],
    [
      "null where there must be a value",
      "{ requiredItems { name } other }",
      { Query: { requiredItems: () => [null], other: () => "b" } },
    ],
    [
      "a promise of null where there must be a value",
      "{ names other }",
      { Query: { names: () => [Promise.resolve(null)], other: () => "b" } },
    ],
    ["a value that its type refuses", "{ items { scaled } }", { Query: { items: () => [{ scaled: "x" }] } }],
    ["an error as a value", "{ other }", { Query: { other: () => new Error("no") } }],
    [
      "a resolver that changes its arguments",
      "{ items { scaled(by: 2) } }",
      {
        Query: { items: () => [{}, {}, {}] },
        Item: { scaled: (_source, args) => (args.by += 1) },
      },
    ],
  ])("for %s", async (_what, query, resolvers) => {
    const schema = schemaWith(resolvers);
    const document = parse(query);
    const operation = getOperationAST(document);
    if (!operation) throw new Error("Expected an operation.");
    const expected = await execute({ schema, document, contextValue: newContext(server) });
    const known = new CachedOperation(schema, document, operation);
    const json = (value: unknown) => JSON.parse(JSON.stringify(value));
    for (let use = 1; use <= 5; use += 1) {
      expect(json(await known.run(newContext(server), new RequestVariables({})))).toEqual(json(expected));
    }
    // Waits for promises that fail later.
    await setTimeout(50);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it("starts no list after the deadline, and leaves no rejected promise unhandled", async () => {
    const complete = jest.fn();
    const schema = schemaWith({
      Query: { items: () => [{}, setTimeout(5).then(() => fail("later"))] },
      Item: { name: complete },
    });
    const document = parse("{ items { name } }");
    const operation = getOperationAST(document);
    const plan = operation && planQuery(schema, document, operation);
    if (!plan) throw new Error("Expected a plan.");
    const deadline = new Deadline(0, server.testDatabase.database.connectionsByProcessId, () => {});
    const context = newContext(server, { deadline });
    await expect(runPlan(plan, context, {})).rejects.toThrow("The deadline of the request has passed.");
    await setTimeout(50);
    expect(complete).not.toHaveBeenCalled();
    expect(unhandled).not.toHaveBeenCalled();
  });
});
