import { readFileSync } from "node:fs";
import path from "node:path";
import { composeServices } from "@apollo/composition";
import { isObjectType, isUnionType, parse, specifiedDirectives } from "graphql";
import { printSchema } from "../../src/graphql/schema/print-schema.js";
import { createSchema } from "../../src/schema.js";
import { elementsOf, typesOf } from "../schema/elements.js";

const schema = createSchema();
const read = (name: string) => readFileSync(path.join(import.meta.dirname, "../..", name), "utf8");
const committed = read("schema.graphql");

const signaturesOf = (each: typeof schema) =>
  typesOf(each)
    .flatMap(elementsOf)
    .map(({ signature }) => signature);

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@shareable"])';

/** Composes the committed schema with another subgraph. */
function compose(other: string) {
  const { errors = [], supergraphSdl } = composeServices([
    { name: "customers", url: "http://customers.example.com", typeDefs: parse(committed) },
    { name: "other", url: "http://other.example.com", typeDefs: parse(other) },
  ]);
  return { errors: errors.map(({ message }) => message), supergraph: supergraphSdl };
}

describe("the schema as a subgraph", () => {
  it("has a key for each type that implements Node, and finds all of them as entities", () => {
    const nodes = typesOf(schema)
      .filter(isObjectType)
      .filter((type) => type.getInterfaces().some(({ name }) => name === "Node"))
      .map(({ name }) => name);
    const entity = schema.getType("_Entity");
    expect(nodes.length).toBeGreaterThanOrEqual(9);
    expect(isUnionType(entity) && entity.getTypes().map(({ name }) => name)).toEqual(nodes);
    const keyed = [...committed.matchAll(/^type (\w+) implements Node @key\(fields: "id"\)/gm)].map(([, name]) => name);
    expect(keyed).toEqual(nodes);
  });

  it.each([
    ["that adds fields to objects", 'type Customer @key(fields: "id") { id: ID! points: Int! } type Query { a: Int }'],
    [
      "that returns objects",
      'type Order @key(fields: "id", resolvable: false) { id: ID! } type Query { top: [Order] }',
    ],
    [
      "with pages of its own",
      `type Card @key(fields: "id") { id: ID! } type Query { cards: CardConnection! }
       type CardConnection { nodes: [Card!]! pageInfo: PageInfo! }
       type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }`,
    ],
    [
      "with external ids, user errors and scalars of the same form",
      `type Card @key(fields: "id") { id: ID! externalIds: [ExternalId!]! createdAt: DateTime! metadata: JSONObject }
       scalar DateTime scalar JSONObject
       type ExternalId @shareable { system: String! value: String! }
       interface UserError { code: UserErrorCode! message: String! path: [String!]! }
       enum UserErrorCode { REQUIRED BLANK CARD_BLOCKED }
       type InputError implements UserError @shareable { code: UserErrorCode! message: String! path: [String!]! }
       type Mutation { cardCreate: [UserError!]! } type Query { cards: [Card!]! }`,
    ],
    [
      "with nodes of its own",
      'interface Node { id: ID! } type Card implements Node @key(fields: "id") { id: ID! } type Query { cards: [Card!]! }',
    ],
  ])("composes with a subgraph %s", (_what, other) => {
    expect(compose(`${link} ${other}`).errors).toEqual([]);
  });

  it("composes with the subgraph of the documentation", () => {
    const [, example = ""] = /```gql\n(.*?)```/s.exec(read("docs/federation.md")) ?? [];
    const { errors, supergraph } = compose(example);
    expect(errors).toEqual([]);
    expect(supergraph).toContain("loyaltyPoints: Int!");
  });

  it("shows clients of a supergraph neither the fields for gateways nor this server's own directives", () => {
    const { supergraph } = compose(`${link} type Query { a: Int }`);
    expect(supergraph).toContain("customerCreate(");
    expect(supergraph).not.toMatch(/_entities|_service|_Any|_Entity|@needs|@open/);
  });

  it("does not compose with a subgraph that has other fields under the same name", () => {
    const { errors } = compose(`${link} type PageInfo { hasNextPage: Boolean! } type Query { page: PageInfo }`);
    expect(errors.join()).toContain("PageInfo.hasNextPage");
  });
});

describe("the schema without federation", () => {
  const without = createSchema({ federation: false });

  it("has all other elements, and none of federation", () => {
    const kept = new Set(signaturesOf(without));
    const left = signaturesOf(schema).filter((signature) => !kept.has(signature));
    expect(left).toEqual([
      "Query._entities: [_Entity]!",
      "Query._entities(representations: [_Any!]!)",
      "Query._service: _Service!",
      "scalar _Any",
      "scalar _Entity",
      "type _Service",
      "_Service.sdl: String!",
    ]);
    expect(kept.size).toBe(signaturesOf(schema).length - left.length);
    const names = without.getDirectives().map(({ name }) => name);
    expect(names).toEqual([...specifiedDirectives.map(({ name }) => name), "needs", "open"].sort());
    expect(printSchema(without)).not.toMatch(/@(key|link|shareable)|federation/);
  });
});
