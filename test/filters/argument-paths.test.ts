import {
  GraphQLError,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLString,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isObjectType,
} from "graphql";
import { defaultLimits } from "../../src/execution/limits/limits.js";
import { checkFilter } from "../../src/graphql/filters/check-filter.js";
import { createSchema } from "../../src/schema.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { withFiles } from "../files/files.steps.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";

/** An invalid value of an argument, and its path in the argument. */
interface BadValue {
  readonly kind: string;
  readonly value: unknown;
  readonly path: readonly string[];
}

const everyFilter = Object.values(createSchema().getTypeMap())
  .filter(isObjectType)
  .flatMap((parentType) =>
    Object.values(parentType.getFields())
      .filter(({ args }) => args.some(({ name }) => name === "where"))
      .map((field) => [`${parentType.name}.${field.name}`, { parentType, fieldName: field.name }] as const),
  );

const lists = Object.values(createSchema().getQueryType()?.getFields() ?? {}).filter((field) =>
  field.args.some(({ name }) => name === "first"),
);
const filtered = lists.filter((field) => field.args.some(({ name }) => name === "where"));

const filteredMutations = Object.values(createSchema().getMutationType()?.getFields() ?? {}).filter((field) =>
  field.args.some(({ name }) => name === "where"),
);

const nestedJson = (levels: number): unknown => JSON.parse("[".repeat(levels) + "]".repeat(levels));
const at = (path: readonly string[], values: readonly BadValue[]) =>
  values.map((bad) => ({ ...bad, path: [...path, ...bad.path] }));
const bad = (kind: string, value: unknown, ...path: string[]): BadValue => ({ kind, value, path });

const badTexts = [bad("NUL", "a\0"), bad("half a surrogate pair", "\ud800")];

const badJson = [
  bad("NUL in JSON", { a: ["\0"] }),
  bad("half a surrogate pair in JSON", ["\udc00"]),
  bad("64 KiB of JSON", "x".repeat(65_536)),
  bad("101 levels of JSON", nestedJson(101)),
];

const badMetadata = [
  bad("neither equals nor exists", { path: ["a"] }),
  bad("no names in the path", { path: [], exists: true }, "path"),
  bad("11 names in the path", { path: Array(11).fill("a"), exists: true }, "path"),
];

/** Invalid values of a filter, at each of its places up to this number of relations. */
function badFilters(type: GraphQLInputObjectType, relations: number): BadValue[] {
  const ofFields = Object.values(type.getFields()).flatMap((field) => {
    const named = getNamedType(field.type);
    const isNested = ["and", "or", "not", "some", "none", "every"].includes(field.name);
    if (isNested && relations === 0) return [];
    const inner = badValues(field.type, isNested ? relations - 1 : relations, named);
    const nulls = isNullRefused(type, field.name, field.type) ? [bad("null", null)] : [];
    return at([field.name], [...nulls, ...inner]).map(({ value, ...rest }) => ({
      ...rest,
      value: { [field.name]: value },
    }));
  });
  if (type.name !== "MetadataFilter") return ofFields;
  const rest = (value: unknown) => ({ path: ["a"], exists: true, ...(value as object) });
  return [...badMetadata, ...ofFields.map(({ value, ...found }) => ({ ...found, value: rest(value) }))];
}

function badValues(type: GraphQLInputType, relations: number, named = getNamedType(type)): BadValue[] {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const elements = badValues(nullable.ofType, relations);
    const inList = elements.map(({ kind, value, path }) => bad(kind, [value], "0", ...path));
    return isInputObjectType(named) || relations < 0
      ? inList
      : [...inList, bad("10,001 elements", Array(10_001).fill("a"))];
  }
  if (isInputObjectType(nullable)) return badFilters(nullable, relations);
  if (nullable === GraphQLString) return badTexts;
  return named.name === "JSON" ? badJson : [];
}

/** True if the schema refuses null. The error of the schema has no argumentPath. */
function isNullRefused(parent: GraphQLInputObjectType, name: string, type: GraphQLInputType): boolean {
  if (getNullableType(type) !== type) return false;
  return !(["eq", "ne"].includes(name) || (parent.name === "MetadataFilter" && name === "equals"));
}

/** Invalid values of the arguments for pages, sort and search, by argument. The path of each is its name. */
const badPages: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  first: [{ first: -1 }, { first: 251 }],
  last: [{ last: -1 }, { last: 251 }, { first: 1, last: 1 }],
  offset: [{ offset: -1 }, { offset: 10_001 }, { offset: 1, last: 1 }, { offset: 1, after: "a" }],
  after: [{ after: "a" }, { after: "W10" }, { after: "WyJDdXN0b21lciIsIkVNQUlMOkFTQyJd" }],
  before: [{ before: "a" }],
  sort: [
    { sort: Array(2).fill({ field: "ID", direction: "ASC" }) },
    { sort: Array(6).fill({ field: "ID", direction: "ASC" }) },
  ],
  search: [{ search: "\0" }, { search: "\ud800" }, { search: "a".repeat(201) }, { search: "a ".repeat(11) }],
};

describe("BAD_USER_INPUT has the path of the value in argumentPath", () => {
  const server = useTestServer(withFiles({ limits: { ...defaultLimits, cost: 10_000_000 } }));

  async function extensionsOf(field: GraphQLField<unknown, unknown>, variables: Readonly<Record<string, unknown>>) {
    const given = field.args.filter(({ name }) => name in variables);
    const query = `query (${given.map(({ name, type }) => `$${name}: ${type}`).join()}) {
      ${field.name}(${given.map(({ name }) => `${name}: $${name}`).join()}) { nodes { __typename } }
    }`;
    const { errors } = await server.ask(query, variables);
    return errors?.[0]?.extensions;
  }

  it.each(filtered.map((field) => [field.name, field] as const))("in a filter of %s", async (_, field) => {
    const where = field.args.find(({ name }) => name === "where");
    if (where === undefined) throw new Error("Expected a filter.");
    const values = at(["where"], badValues(where.type, 0));
    expect(values.length).toBeGreaterThan(5);
    for (const { kind, value, path } of values) {
      const extensions = await extensionsOf(field, { where: value });
      expect({ kind, path, ...extensions }).toMatchObject({ kind, code: "BAD_USER_INPUT", argumentPath: path });
    }
  });

  it.each(filteredMutations.map((field) => [field.name, field] as const))("in a filter of %s", async (_, field) => {
    const where = field.args.find(({ name }) => name === "where");
    if (where === undefined) throw new Error("Expected a filter.");
    const { id } = await givenGroup(server);
    await givenCustomer(server);
    const rows = await allRows(server);
    const values = at(["where"], badValues(where.type, 0));
    expect(values.length).toBeGreaterThan(5);
    const others = { id, expectedCount: 1, format: "CSV" };
    const given = field.args.filter(({ name }) => name === "where" || name in others);
    const query = `mutation (${given.map(({ name, type }) => `$${name}: ${type}`).join()}) {
      ${field.name}(${given.map(({ name }) => `${name}: $${name}`).join()}) { userErrors { code } }
    }`;
    for (const { kind, value, path } of values) {
      const { errors } = await server.ask(query, { ...others, where: value });
      expect({ kind, path, ...errors?.[0]?.extensions }).toMatchObject({ code: "BAD_USER_INPUT", argumentPath: path });
    }
    expect(await allRows(server)).toEqual(rows);
  });

  it.each(everyFilter)("in a filter of %s, down to related rows", (_, info) => {
    const where = info.parentType.getFields()[info.fieldName]?.args.find(({ name }) => name === "where");
    if (where === undefined) throw new Error("Expected a filter.");
    for (const { kind, value, path } of at(["where"], badValues(where.type, 1))) {
      let extensions: unknown;
      try {
        checkFilter(value as object, info);
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        extensions = error.extensions;
      }
      expect({ kind, path, extensions }).toMatchObject({ extensions: { code: "BAD_USER_INPUT", argumentPath: path } });
    }
  });

  it.each(lists.map((field) => [field.name, field] as const))(
    "in the arguments for pages, sorting and search of %s",
    async (_, field) => {
      for (const [name, values] of Object.entries(badPages)) {
        for (const variables of values) {
          if (!Object.keys(variables).every((given) => field.args.some((arg) => arg.name === given))) continue;
          const extensions = await extensionsOf(field, variables);
          expect({ variables, ...extensions }).toMatchObject({ code: "BAD_USER_INPUT", argumentPath: [name] });
        }
      }
    },
  );

  it("in the ids of nodes", async () => {
    const ids = Array(251).fill("cus_1");
    const { errors } = await server.ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", argumentPath: ["ids"] } }]);
  });
});
