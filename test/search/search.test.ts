import { givenCustomer } from "../customer/customer.steps.js";
import { addressesPage, customerGroupsPage, customersPage, membersPage } from "../pagination/lists.operations.js";
import { refusalOf } from "../support/bad-input.js";
import { graphql } from "../support/generated/gql.js";
import { givenAddresses, givenCustomers, givenGroups, givenMembers } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";

const ids = (nodes: readonly { id: string }[] | undefined) => nodes?.map(({ id }) => id);
const deleted = "EXCLUDE" as const;

const createCustomerToFind = graphql(`
  mutation CreateCustomerToFind($input: CustomerCreateInput!) {
    customerCreate(input: $input) {
      customer {
        id
      }
    }
  }
`);

const renameCustomerToFind = graphql(`
  mutation RenameCustomerToFind($id: ID!, $input: CustomerUpdateInput!) {
    customerUpdate(id: $id, input: $input) {
      customer {
        id
      }
    }
  }
`);

describe("search", () => {
  const server = useTestServer();
  const customersFound = async (search: string | null) =>
    ids((await server.run(customersPage, { search, deleted })).customers.nodes);

  it.each([
    ["email", "ada.lovelace@example.com", "LACE@EX"],
    ["firstName", "Ada", "da"],
    ["lastName", "Lovelace", "LOVE"],
    ["companyName", "Analytical Engines", "engines analytical"],
    ["phone", "+44 (0)20 7946-0018", "02079460018"],
  ])("searches a customer's %s", async (field, value, search) => {
    const none = { email: null, companyName: "-" };
    await givenCustomers(server, [
      { id: "cus_1", ...none },
      { id: "cus_2", ...none, [field]: value },
    ]);
    expect(await customersFound(search)).toEqual(["cus_2"]);
  });

  it("finds every word in any field, in any order, anywhere in a field", async () => {
    await givenCustomers(server, [
      { id: "cus_1", firstName: "Ada", lastName: "Lovelace", companyName: "Engines Ltd", phone: "555 12 34" },
      { id: "cus_2", firstName: "Ada", lastName: "Byron" },
      { id: "cus_3", firstName: "Mary Ada", lastName: "Lovelace-King" },
    ]);
    for (const [search, expected] of [
      ["ada", ["cus_1", "cus_2", "cus_3"]],
      ["lovelace ada", ["cus_1", "cus_3"]],
      ["  ada\t\nlove\u00a0ltd ", ["cus_1"]],
      ["ada ada", ["cus_1", "cus_2", "cus_3"]],
      ["velace da nes 1234", ["cus_1"]],
      ["ada 1234 nobody", []],
      ["adalovelace", []],
      ["lovelace-k", ["cus_3"]],
      ["cus_1@example", ["cus_1"]],
    ] as const) {
      expect([search, await customersFound(search)]).toEqual([search, expected]);
    }
  });

  it.each([
    ["René", ["rene", "RENÉ", "Rene\u0301", "ren\u00e9"]],
    ["Søren", ["soren", "SØREN", "Soren"]],
    ["Łukasz", ["lukasz", "ŁUKASZ"]],
    ["Straße", ["strasse", "STRASSE", "straße", "STRAẞE"]],
    ["İstanbul Işık", ["istanbul", "İSTANBUL", "isik", "IŞIK", "ışık"]],
    ["Æsir Œuvre", ["aesir", "oeuvre", "ÆSIR"]],
    ["Жанна Ёлкина", ["жанна", "ЖАННА", "елкина", "ЁЛКИНА"]],
    ["Ελένη Οδυσσεύς", ["ελενη", "ΕΛΈΝΗ", "οδυσσευς", "ΟΔΥΣΣΕΥΣ", "οδυσσεύ"]],
    ["Nguyễn Đức", ["nguyen", "NGUYỄN", "duc"]],
    ["東京 太郎", ["東京", "太"]],
    ["😀 smile", ["😀"]],
  ])("ignores case and accents: %s", async (name, searches) => {
    await givenCustomers(server, [
      { id: "cus_1", firstName: name },
      { id: "cus_2", firstName: "other" },
    ]);
    for (const search of searches) expect([search, await customersFound(search)]).toEqual([search, ["cus_1"]]);
  });

  it("compares phone numbers without punctuation", async () => {
    await givenCustomers(server, [
      { id: "cus_1", phone: "+39 06 123-45.67" },
      { id: "cus_2", phone: "0039061234567" },
      { id: "cus_3", phone: "06 99" },
    ]);
    for (const [search, expected] of [
      ["+39061234567", ["cus_1", "cus_2"]],
      ["06/1234567", ["cus_1", "cus_2"]],
      ["(06) 123.45.67", ["cus_1", "cus_2"]],
      ["+39 06", ["cus_1", "cus_2"]],
      ["12345", ["cus_1", "cus_2"]],
      ["123 45 67", ["cus_1", "cus_2"]],
      ["7654321", []],
    ] as const) {
      expect([search, await customersFound(search)]).toEqual([search, expected]);
    }
  });

  it.each([
    "%",
    "_",
    "\\",
    "'",
    '"',
    "''",
    "a%b",
    "a_b",
    "a\\b",
    "\\%",
    ".*",
    "a|b",
    "a&b",
    "!a",
    "a:*",
    "(",
    "$$",
    "--",
    ";",
    "*",
    "?",
    "~",
  ])("treats %s literally", async (search) => {
    await givenCustomers(server, [
      { id: "cus_1", email: null, firstName: `x${search}y` },
      { id: "cus_2", email: null, firstName: "xaby", lastName: "axxb" },
    ]);
    expect(await customersFound(search)).toEqual(["cus_1"]);
  });

  it.each([null, "", " ", "\t\n\u00a0\u3000"])("is ignored if it is blank: %j", async (search) => {
    await givenCustomers(server, [{ id: "cus_1" }, { id: "cus_2" }]);
    expect(await customersFound(search)).toEqual(["cus_1", "cus_2"]);
  });

  it.each(["ada@xn--bcher-kva.example", "ADA@shop.XN--BCHER-KVA.example", "ada@bücher.example"])(
    "finds an email by its domain in Punycode, as filters do: %s",
    async (search) => {
      const email = search.toLowerCase().replace("xn--bcher-kva", "bücher");
      await givenCustomer(server, { email });
      await givenCustomer(server, { email: "ada@bucher-kva.example" });
      const query = "query ($search: String) { customers(search: $search) { nodes { email } } }";
      const { data } = await server.ask(query, { search });
      expect(data).toEqual({ customers: { nodes: [{ email }] } });
    },
  );

  it("may have 200 characters and 10 words", async () => {
    await givenCustomers(server, [
      { id: "cus_1", companyName: "😀".repeat(200) },
      { id: "cus_2", companyName: "a b c d e f g h i j" },
    ]);
    expect(await customersFound("😀".repeat(200))).toEqual(["cus_1"]);
    expect(await customersFound("j i h g f e d c b a")).toEqual(["cus_2"]);
  });

  it.each([
    ["a".repeat(201), "search must have at most 200 characters, got 201."],
    [Array(11).fill("a").join(" "), "search must have at most 10 words, got 11."],
    ["a\0b", "search must not hold NUL or half a surrogate pair."],
    ["\udc00", "search must not hold NUL or half a surrogate pair."],
  ])("is BAD_USER_INPUT for %j", async (search, message) => {
    await givenGroups(server, [{ id: "cusgroup_1" }]);
    await givenCustomers(server, [{ id: "cus_1" }]);
    expect(await refusalOf(server, customersPage, { search, deleted })).toBe(message);
    expect(await refusalOf(server, customerGroupsPage, { search, deleted })).toBe(message);
    expect(await refusalOf(server, membersPage, { search, groupId: "cusgroup_1" })).toBe(message);
    expect(await refusalOf(server, addressesPage, { search, customerId: "cus_1" })).toBe(message);
  });

  it("narrows a list along with its other arguments", async () => {
    await givenCustomers(server, [
      { id: "cus_1", firstName: "Ada", lastName: "B" },
      { id: "cus_2", firstName: "Ada", lastName: "A" },
      { id: "cus_3", firstName: "Ada", lastName: "A", hasAccount: true },
      { id: "cus_4", firstName: "Ada", deletedAt: new Date() },
      { id: "cus_5", firstName: "Bob" },
    ]);
    const asked = { search: "ada", sort: [{ field: "LAST_NAME" as const, direction: "ASC" as const }], first: 1 };
    const where = { hasAccount: false };
    const first = await server.run(customersPage, { ...asked, where, deleted });
    expect(first.customers).toMatchObject({ nodes: [{ id: "cus_2" }], totalCount: 2, pageInfo: { hasNextPage: true } });
    const after = first.customers.pageInfo.endCursor ?? null;
    const second = await server.run(customersPage, { ...asked, where, after, deleted });
    expect(second.customers).toMatchObject({ nodes: [{ id: "cus_1" }], pageInfo: { hasNextPage: false } });
    const { customers } = await server.run(customersPage, { search: "ada", deleted: "ONLY" });
    expect(ids(customers.nodes)).toEqual(["cus_4"]);
  });

  it("finds groups by their names, and members of a group like customers", async () => {
    await givenGroups(server, [
      { id: "cusgroup_1", name: "Größte Händler" },
      { id: "cusgroup_2", name: "VIP" },
    ]);
    await givenCustomers(server, [
      { id: "cus_1", firstName: "Ada" },
      { id: "cus_2", firstName: "Ada" },
      { id: "cus_3", phone: "06-123" },
    ]);
    await givenMembers(server, { cusgroup_1: ["cus_1", "cus_3"] });
    const { customerGroups } = await server.run(customerGroupsPage, { search: "handler GROSS", deleted });
    expect(ids(customerGroups.nodes)).toEqual(["cusgroup_1"]);
    for (const [search, expected] of [
      ["ada", ["cus_1"]],
      ["061", ["cus_3"]],
    ] as const) {
      const { customerGroup } = await server.run(membersPage, { search, groupId: "cusgroup_1" });
      expect(ids(customerGroup?.customers.nodes)).toEqual(expected);
    }
  });

  it.each([
    "addressName",
    "company",
    "firstName",
    "lastName",
    "address1",
    "address2",
    "city",
    "province",
    "postalCode",
  ])("searches an address's %s", async (field) => {
    await givenCustomers(server, [{ id: "cus_1" }]);
    await givenAddresses(server, [
      { id: "cuaddr_1", customerId: "cus_1", city: "Rome", phone: "needle" },
      { id: "cuaddr_2", customerId: "cus_1", city: "Rome", [field]: "Some Nëedle 12" },
    ]);
    const { customer } = await server.run(addressesPage, { customerId: "cus_1", search: "12 NEEDLE" });
    expect(ids(customer?.addresses.nodes)).toEqual(["cuaddr_2"]);
  });

  it("sees the latest write, and not the previous value", async () => {
    const { customerCreate } = await server.run(createCustomerToFind, { input: { firstName: "Wilhelmina" } });
    const id = customerCreate.customer?.id ?? "";
    expect(await customersFound("helmina")).toEqual([id]);
    await server.run(renameCustomerToFind, { id, input: { firstName: "Minna" } });
    expect(await customersFound("helmina")).toEqual([]);
    expect(await customersFound("minna")).toEqual([id]);
  });
});
