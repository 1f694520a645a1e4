import { createAddress, updateAddress } from "../address/address.operations.js";
import { rome } from "../address/address.steps.js";
import { createCustomer, updateCustomer } from "../customer/customer.operations.js";
import { givenCustomer, longAgo, update } from "../customer/customer.steps.js";
import { createGroup, updateGroup } from "../customer-group/customer-group.operations.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { adminKey, useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";

type Metadata = Record<string, unknown>;

/** Metadata with this number of nested objects or lists. */
function nested(levels: number): Metadata {
  return levels === 1 ? {} : { a: levels === 2 ? [] : nested(levels - 1) };
}

/** Metadata with this number of bytes in JSON, mostly of two-byte characters. */
function sized(bytes: number): Metadata {
  const rest = bytes - '{"key":""}'.length;
  return { key: "é".repeat(Math.floor(rest / 2)) + "a".repeat(rest % 2) };
}

const limit = 65_536;
const bad: [string, () => Metadata, string][] = [
  ["65,537 bytes", () => sized(limit + 1), "TOO_LONG"],
  ["11 levels", () => nested(11), "TOO_LONG"],
  ["NUL in a text", () => ({ a: ["\0"] }), "INVALID"],
  ["NUL in a key", () => ({ a: { "\0": 1 } }), "INVALID"],
  ["a lone surrogate", () => ({ a: "\udc00" }), "INVALID"],
  ["the key __proto__", () => JSON.parse('{"a": [{"__proto__": {"b": 1}}]}'), "INVALID"],
];

describe("metadata", () => {
  const server = useTestServer();

  /** Every mutation with metadata, as a function from metadata to its user errors. */
  const takers: [string, (metadata: Metadata) => Promise<string[]>][] = [
    [
      "customerCreate",
      async (metadata) =>
        inShort(
          (await server.run(createCustomer, { input: { firstName: "Ada", metadata } })).customerCreate.userErrors,
        ),
    ],
    [
      "customerUpdate",
      async (metadata) => {
        const { id } = await givenCustomer(server);
        return inShort((await server.run(updateCustomer, { id, input: { metadata } })).customerUpdate.userErrors);
      },
    ],
    [
      "customerAddressCreate",
      async (metadata) => {
        const { id: customerId } = await givenCustomer(server);
        const { customerAddressCreate } = await server.run(createAddress, { customerId, input: { ...rome, metadata } });
        return inShort(customerAddressCreate.userErrors);
      },
    ],
    [
      "customerAddressUpdate",
      async (metadata) => {
        const { id: customerId, addresses } = await givenCustomer(server, { firstName: "Ada", addresses: [rome] });
        const variables = { customerId, id: addresses.nodes[0]?.id ?? "", input: { metadata } };
        return inShort((await server.run(updateAddress, variables)).customerAddressUpdate.userErrors);
      },
    ],
    [
      "customerGroupCreate",
      async (metadata) =>
        inShort(
          (await server.run(createGroup, { input: { name: "Retail", metadata } })).customerGroupCreate.userErrors,
        ),
    ],
    [
      "customerGroupUpdate",
      async (metadata) => {
        const { id } = await givenGroup(server);
        return inShort((await server.run(updateGroup, { id, input: { metadata } })).customerGroupUpdate.userErrors);
      },
    ],
  ];

  describe.each(takers)("of %s", (_, errorsOf) => {
    it.each(bad)("must not have %s", async (_, metadata, code) => {
      expect(await errorsOf(metadata())).toEqual([`${code} at input.metadata`]);
    });

    it("may have 65,536 bytes", async () => {
      expect(await errorsOf(sized(limit))).toEqual([]);
    });

    it("may have 10 levels", async () => {
      expect(await errorsOf(nested(10))).toEqual([]);
    });
  });

  it.each([
    ["customerUpdate", "CustomerUpdateInput", () => givenCustomer(server)],
    ["customerGroupUpdate", "CustomerGroupUpdateInput", () => givenGroup(server)],
  ])("must not be nested deeper than programs can walk: %s", async (mutation, type, given) => {
    const { id } = await given();
    const query = `mutation ($input: ${type}!) { ${mutation}(id: "${id}", input: $input) { userErrors { code path } } }`;
    const metadata = `{"a":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
    // As a string, because JSON.stringify cannot write it.
    const payload = `{"query":${JSON.stringify(query)},"variables":{"input":{"metadata":${metadata}}}}`;
    const headers = { "content-type": "application/json", authorization: `Bearer ${adminKey}` };
    const response = await server.app.inject({ method: "POST", url: "/graphql", headers, payload });
    const userErrors = [{ code: "TOO_LONG", path: ["input", "metadata"] }];
    expect(response.json()).toMatchObject({ data: { [mutation]: { userErrors } } });
  });

  it.each([
    ["an enumeration's value", "{a: FOO}"],
    ["an enumeration's value, in a list", "{a: [FOO, 1]}"],
  ])("given as a literal must not lose %s", async (_, metadata) => {
    const { data } = await server.ask(
      `mutation { customerCreate(input: {firstName: "Ada", metadata: ${metadata}}) { customer { id } userErrors { code path } } }`,
    );
    const userErrors = [{ code: "INVALID", path: ["input", "metadata"] }];
    expect(data?.customerCreate).toEqual({ customer: null, userErrors });
  });

  it.each<[string, string, Metadata, Metadata]>([
    ["left out, in an object", "($v: String)", {}, { b: [1, null], c: {} }],
    ["null", "($v: String)", { v: null }, { a: null, b: [1, null], c: { d: null } }],
    ["by default", '($v: String = "x")', {}, { a: "x", b: [1, "x"], c: { d: "x" } }],
    ["null by default", "($v: String = null)", {}, { a: null, b: [1, null], c: { d: null } }],
    ["given", "($v: JSON)", { v: { e: 1 } }, { a: { e: 1 }, b: [1, { e: 1 }], c: { d: { e: 1 } } }],
  ])(
    "given as a literal has the values of its variables as an input object has them: %s",
    async (_, definition, given, stored) => {
      const query = `mutation ${definition} { customerCreate(input: {firstName: "Ada", metadata: {a: $v, b: [1, $v], c: {d: $v}}}) {
      customer { metadata } userErrors { code path } } }`;
      const { data } = await server.ask(query, given);
      expect(data?.customerCreate).toEqual({ customer: { metadata: stored }, userErrors: [] });
    },
  );

  describe("on update", () => {
    it.each<[string, Metadata | null, Metadata | null, Metadata | null]>([
      ["replaces the keys given and keeps the others", { a: 1, b: 2 }, { b: 3, c: 4 }, { a: 1, b: 3, c: 4 }],
      ["removes a key given as an empty text", { a: 1, b: 2 }, { a: "" }, { b: 2 }],
      ["leaves an empty object when the last key is removed", { a: 1 }, { a: "" }, {}],
      ["stores null as a value", { a: 1 }, { a: null }, { a: null }],
      ["keeps a text of blanks", { a: 1 }, { a: " " }, { a: " " }],
      ["replaces nested values whole", { a: { b: 1, c: 2 } }, { a: { b: "" } }, { a: { b: "" } }],
      ["replaces lists whole", { a: [1, 2, 3] }, { a: [4] }, { a: [4] }],
      ["clears all when null", { a: 1 }, null, null],
      ["creates metadata if there was none", null, { a: 1, b: "" }, { a: 1 }],
      [
        "accepts the names of built-in properties as keys",
        { a: 1 },
        { constructor: 1, toString: "x" },
        { a: 1, constructor: 1, toString: "x" },
      ],
      [
        "does not see built-in properties as keys to remove",
        { a: 1 },
        { b: { toString: "" } },
        { a: 1, b: { toString: "" } },
      ],
    ])("%s", async (_, before, change, after) => {
      const { id } = await givenCustomer(server, { firstName: "Ada", metadata: before });
      const { customer, userErrors } = await update(server, id, { metadata: change });
      expect(userErrors).toEqual([]);
      expect(customer).toMatchObject({ metadata: after, version: 2 });
    });

    it.each<[string, Metadata | null, Metadata | null]>([
      ["{}", { a: 1 }, {}],
      ["{} where there is none", null, {}],
      ["null if there is none", null, null],
      ["the stored values in another order", { a: { b: 1, c: [2] } }, { a: { c: [2], b: 1 } }],
      ["an empty text for a key that is not there", { a: 1 }, { b: "" }],
      ["an empty string for a missing key", null, { b: "" }],
    ])("changes nothing given %s", async (_, before, change) => {
      const { id } = await givenCustomer(server, { firstName: "Ada", metadata: before });
      await server.testDatabase.database.prisma.customer.update({ where: { id }, data: { updatedAt: longAgo } });
      const { customer } = await update(server, id, { metadata: change });
      expect(customer).toMatchObject({ metadata: before, version: 1, updatedAt: longAgo.toISOString() });
    });

    it("must not exceed 64 KiB together with the stored metadata, unless the update makes it smaller", async () => {
      const { id } = await givenCustomer(server, { firstName: "Ada", metadata: { old: "a".repeat(40_000) } });
      const { customer, userErrors } = await update(server, id, { metadata: { new: "b".repeat(40_000) } });
      expect(customer).toBeNull();
      expect(inShort(userErrors)).toEqual(["TOO_LONG at input.metadata"]);
      expect((await update(server, id, { metadata: { new: "b".repeat(40_000), old: "" } })).userErrors).toEqual([]);
    });
  });
});
