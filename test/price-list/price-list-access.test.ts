import type { Scope } from "../../src/auth/scope.type.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { givenCustomerSession } from "../login/login.steps.js";
import { useTestServer } from "../support/server.js";
import { givenPriceList, price } from "./price-list.steps.js";

const create =
  'mutation { priceListCreate(input: { title: "Sale", type: SALE }) { priceList { id title prices { nodes { amount } } } } }';

/** What needs which scope. */
const guarded: [string, Scope[]][] = [
  ['{ priceList(id: "plist_1") { id } }', ["PRICE_LISTS_READ"]],
  ["{ priceLists { nodes { id metadata } } }", ["PRICE_LISTS_READ"]],
  ['{ node(id: "plist_1") { id } }', ["PRICE_LISTS_READ"]],
  ['{ nodes(ids: ["plist_1"]) { id } }', ["PRICE_LISTS_READ"]],
  ["{ customers { nodes { priceLists { nodes { id } } } } }", ["CUSTOMERS_READ", "PRICE_LISTS_READ"]],
  ["{ customerGroups { nodes { priceLists { totalCount } } } }", ["CUSTOMER_GROUPS_READ", "PRICE_LISTS_READ"]],
  ["{ priceLists { nodes { customerGroups { totalCount } } } }", ["CUSTOMER_GROUPS_READ", "PRICE_LISTS_READ"]],
  [
    "{ priceLists(where: { not: { customerGroups: { some: {} } } }) { totalCount } }",
    ["CUSTOMER_GROUPS_READ", "PRICE_LISTS_READ"],
  ],
  [create, ["PRICE_LISTS_WRITE"]],
  ['mutation { priceListUpdate(id: "plist_1", input: {}) { priceList { id } } }', ["PRICE_LISTS_WRITE"]],
  ['mutation { priceListDelete(id: "plist_1") { deletedId } }', ["PRICE_LISTS_WRITE"]],
];

describe("access to price lists", () => {
  const server = useTestServer();

  it.each(guarded)("%s needs %j, all of them", async (query, scopes) => {
    const { secret } = await givenApiKey(server, scopes);
    expect((await server.as(secret).ask(query)).errors).toBeUndefined();
    for (const missing of scopes) {
      const key = await givenApiKey(
        server,
        scopes.filter((scope) => scope !== missing),
      );
      const { data, errors } = await server.as(key.secret).ask(query);
      expect(data).toBeUndefined();
      expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN", missingScopes: [missing] } }]);
    }
  });

  it("lets a write name groups without the right to read them, and shows none", async () => {
    const { id } = await givenGroup(server);
    const { secret } = await givenApiKey(server, ["PRICE_LISTS_WRITE"]);
    const query = `mutation { priceListCreate(input: { title: "Sale", type: SALE, customerGroupIds: ["${id}"] }) {
      priceList { version } userErrors { code } } }`;
    expect((await server.as(secret).ask(query)).data).toEqual({
      priceListCreate: { priceList: { version: 1 }, userErrors: [] },
    });
  });

  describe("of a customer", () => {
    async function givenAda() {
      const group = await givenGroup(server);
      const { customer, token } = await givenCustomerSession(server, { groupIds: [group.id] });
      const other = await givenGroup(server, "Staff");
      const metadata = { secret: true };
      const active = { status: "ACTIVE" as const, prices: [price], metadata };
      const own = await givenPriceList(server, { ...active, customerGroupIds: [group.id] });
      await givenPriceList(server, { ...active, customerGroupIds: [other.id] });
      await givenPriceList(server, { prices: [price] });
      return { customer, own, ada: server.as(token) };
    }

    it("is to those that apply to them, with all that is in them but metadata and groups", async () => {
      const { customer, own, ada } = await givenAda();
      const fields = "id title description type status startsAt endsAt createdAt updatedAt deletedAt version";
      const priceLists = `priceLists { totalCount nodes { ${fields} prices { totalCount nodes { variantId currencyCode amount minQuantity maxQuantity } } } }`;
      const { metadata: _, customerGroups: __, ...shown } = own;
      const expected = { priceLists: { totalCount: 1, nodes: [shown] } };
      const query = `{ viewer { customer { ${priceLists} } } customer(id: "${customer.id}") { ${priceLists} } }`;
      expect((await ada.ask(query)).data).toEqual({ viewer: { customer: expected }, customer: expected });
    });

    it.each([
      ["viewer { customer { priceLists { nodes { metadata } } } }", "PriceList.metadata"],
      ["viewer { customer { priceLists { nodes { customerGroups { totalCount } } } } }", "PriceList.customerGroups"],
      ['priceList(id: "plist_1") { id }', "Query.priceList"],
      ["priceLists { totalCount }", "Query.priceLists"],
      ['node(id: "plist_1") { id }', "Query.node"],
    ])("is not to { %s }", async (selection, coordinate) => {
      const { ada } = await givenAda();
      const { errors } = await ada.ask(`{ ${selection} }`);
      expect(errors).toMatchObject([
        { message: expect.stringContaining(coordinate), extensions: { code: "FORBIDDEN" } },
      ]);
    });

    it("is not to writing any", async () => {
      const { ada } = await givenAda();
      expect((await ada.ask(create)).errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    });
  });
});
