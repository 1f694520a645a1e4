import type { CustomerFilter } from "../support/generated/graphql.js";
import { givenCustomers } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";
import { customersMatching } from "./matching.js";

const query = "query ($where: CustomerFilter) { customers(where: $where) { totalCount } }";

describe("null in a filter", () => {
  const server = useTestServer();

  beforeEach(() => givenCustomers(server, [{ id: "cus_a", firstName: "Ada" }, { id: "cus_b" }]));

  const refused: [string, object][] = [
    ["firstName", { firstName: null }],
    ["hasAccount", { hasAccount: null }],
    ["metadata", { metadata: null }],
    ["groups", { groups: null }],
    ["firstName.in", { firstName: { in: null } }],
    ["firstName.notIn", { firstName: { eq: "Ada", notIn: null } }],
    ["firstName.contains", { firstName: { contains: null } }],
    ["firstName.startsWith", { firstName: { startsWith: null } }],
    ["firstName.endsWith", { firstName: { endsWith: null } }],
    ["firstName.isNull", { firstName: { isNull: null } }],
    ["id.in", { id: { in: null } }],
    ["createdAt.lt", { createdAt: { lt: null, gt: "2020-01-01T00:00:00Z" } }],
    ["deletedAt.isNull", { deletedAt: { isNull: null } }],
    ["and", { and: null }],
    ["or", { or: null }],
    ["not", { not: null }],
    ["or.1.and", { or: [{}, { and: null }] }],
    ["and.0.not.firstName", { and: [{ not: { firstName: null } }] }],
    ["addresses.some", { addresses: { some: null } }],
    ["addresses.none", { addresses: { every: {}, none: null } }],
    ["groups.some.customers.every.email.in", { groups: { some: { customers: { every: { email: { in: null } } } } } }],
    ["metadata.0.exists", { metadata: [{ path: ["tier"], exists: null }] }],
    [
      "metadata.1.exists",
      {
        metadata: [
          { path: ["a"], exists: true },
          { path: ["b"], equals: 1, exists: null },
        ],
      },
    ],
  ];

  it.each(refused)("is BAD_USER_INPUT with its path at %s", async (place, where) => {
    const { status, errors } = await server.ask(query, { where });
    const message = `where.${place} must not be null.`;
    const extensions = { code: "BAD_USER_INPUT", argumentPath: ["where", ...place.split(".")] };
    expect([status, errors]).toMatchObject([400, [{ message, extensions }]]);
  });

  it.each([{ and: [null] }, { or: [{}, null] }, { firstName: { in: ["Ada", null] } }, { metadata: [null] }])(
    "is BAD_USER_INPUT as an element of a list: %j",
    async (where) => {
      const { status, errors } = await server.ask(query, { where });
      expect([status, errors]).toMatchObject([400, [{ extensions: { code: "BAD_USER_INPUT" } }]]);
    },
  );

  it.each([
    ["list of a customer", "addresses", "city: { in: null }"],
    ["list of a group", "groups", "not: null"],
  ])("is BAD_USER_INPUT in the filter of a nested list, too: a %s", async (_, field, where) => {
    const { errors } = await server.ask(`{ customers { nodes { ${field}(where: { ${where} }) { totalCount } } } }`);
    expect(errors?.map(({ extensions }) => extensions?.code)).toContain("BAD_USER_INPUT");
    expect(new Set(errors?.map(({ extensions }) => extensions?.code)).size).toBe(1);
  });

  it("is BAD_USER_INPUT in a filter on changes", async () => {
    const { errors } = await server.ask("{ changes(where: { actorId: null }) { nodes { id } } }");
    expect(errors).toMatchObject([{ message: "where.actorId must not be null." }]);
  });

  it.each([{ path: ["tier"] }, { path: [] }])("is refused like an empty metadata condition: %j", async (condition) => {
    const { errors } = await server.ask(query, { where: { not: { metadata: [condition] } } });
    const message = "where.not.metadata.0 must have equals or exists.";
    expect(errors).toMatchObject([{ message, extensions: { code: "BAD_USER_INPUT" } }]);
  });

  it.each<[CustomerFilter | null, string[]]>([
    [null, ["cus_a", "cus_b"]],
    [{ firstName: { eq: null } }, ["cus_b"]],
    [{ firstName: { ne: null } }, ["cus_a"]],
    [{ deletedAt: { eq: null } }, ["cus_a", "cus_b"]],
    [{ metadata: [] }, ["cus_a", "cus_b"]],
    [{ metadata: [{ path: ["a"], equals: null }] }, []],
    [{ metadata: [{ path: ["a"], equals: { in: null, list: [null] } }] }, []],
  ])("is accepted if it has a meaning: %j", async (where, expected) => {
    expect(await customersMatching(server, where)).toEqual(expected);
  });

  it.each(["firstName: { in: $names }", "firstName: { eq: $name }", "not: $not", "and: $all", "metadata: $metadata"])(
    "is not the value of a variable that is not given: %s",
    async (where) => {
      const variables =
        "$names: [String!], $name: String, $not: CustomerFilter, $all: [CustomerFilter!], $metadata: [MetadataFilter!]";
      const used = new Set(where.match(/\$\w+/g));
      const declared = variables.split(", ").filter((variable) => used.has(variable.split(":")[0] ?? ""));
      const document = `query (${declared.join()}) { customers(where: { ${where} }) { totalCount } }`;
      for (let time = 0; time < 6; time += 1) {
        expect((await server.ask(document, {})).data).toEqual({ customers: { totalCount: 2 } });
      }
      const name = declared[0]?.split(":")[0]?.slice(1) ?? "";
      const { errors } = await server.ask(document, { [name]: null });
      if (name === "name") expect(errors).toBeUndefined();
      else expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
    },
  );
});
