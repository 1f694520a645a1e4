import { readFile } from "node:fs/promises";
import { buildSchema, type GraphQLSchema, getVariableValues, parse, validate } from "graphql";
import { generateCustomers } from "../../src/demo-data/demo-customers.js";
import { generateGroups } from "../../src/demo-data/demo-groups.js";
import { demoPeriodBefore } from "../../src/demo-data/demo-period.js";
import { firstStartParameters } from "../../src/demo-data/first-start.js";
import type { Example } from "../../src/web/playground/client/example.js";
import { examples } from "../../src/web/playground/client/examples.js";
import { useTestServer } from "../support/server.js";

let schema: GraphQLSchema;

const nameOf = ({ query }: Example) => /^(?:query|mutation|subscription) (\w+)/m.exec(query)?.[1];

beforeAll(async () => {
  schema = buildSchema(await readFile(new URL("../schema/contract.graphql", import.meta.url), "utf8"));
});

describe("the examples of the playground", () => {
  it("open in four to nine tabs, each with the name of its operation", () => {
    const names = examples.map(nameOf);
    expect(examples.length).toBeGreaterThanOrEqual(4);
    expect(examples.length).toBeLessThanOrEqual(9);
    expect(new Set(names).size).toBe(examples.length);
    expect(names).not.toContain(undefined);
  });

  it.each(examples.map((example) => [nameOf(example), example] as const))(
    "are valid against the schema: %s",
    (_title, { query }) => {
      expect(validate(schema, parse(query))).toEqual([]);
    },
  );

  it("have values of the right types for the variables", () => {
    for (const { query, variables } of examples) {
      const [operation] = parse(query).definitions;
      if (operation?.kind !== "OperationDefinition") throw new Error("An example must start with its operation.");
      const { errors } = getVariableValues(
        schema,
        operation.variableDefinitions ?? [],
        variables ? JSON.parse(variables) : {},
      );
      expect(errors).toBeUndefined();
    }
  });

  it("name objects of the demo data of a first start on any day", () => {
    const parameters = { ...firstStartParameters, period: demoPeriodBefore(new Date("2031-07-08")) };
    const [customer] = generateCustomers(parameters);
    const [group] = generateGroups(parameters);
    const { variables = "" } = examples.find((example) => nameOf(example) === "NodesAndCountry") ?? {};
    expect(JSON.parse(variables).ids).toEqual([customer?.id, customer?.addresses[0]?.id, group?.id]);
  });

  describe("run unchanged", () => {
    const server = useTestServer();
    // A test in a browser runs the subscription.
    const answered = examples.filter(({ query }) => !/^subscription /m.test(query));

    it.each(answered.map((example) => [nameOf(example), example] as const))("%s", async (_title, example) => {
      const answer = await server.ask(example.query, example.variables ? JSON.parse(example.variables) : {});
      expect(answer.errors).toBeUndefined();
      expect(userErrorsIn(answer.data)).toEqual([]);
    });
  });
});

function userErrorsIn(data: object | null | undefined): unknown[] {
  return Object.values(data ?? {}).flatMap((answered: { userErrors?: unknown[] } | null) => answered?.userErrors ?? []);
}
