import type { Scope } from "../../src/access/auth/scope.type.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { givenCustomerSession } from "../login/login.steps.js";
import { useTestServer } from "../support/server.js";
import { givenPriceList, price } from "./price-list.steps.js";

const create =
  'mutation { priceListCreate(input: { title: "Sale", type: SALE }) { priceList { id title prices { nodes { amount } } } } }';

/** Queries and their required scopes. */
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
  ['mutation { priceListRestore(id: "plist_1") { priceList { id } } }', ["PRICE_LISTS_WRITE"]],
];

describe("access to price lists", () => {
  const server = useTestServer();

  it.each(guarded)("%s needs all of %j", async (query, scopes) => {
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

  it("searches names of groups only for callers who may read groups", async () => {
    const { id: groupId } = await givenGroup(server, "Wholesale");
    const { id } = await givenPriceList(server, { customerGroupIds: [groupId] });
    const search = async (text: string, scopes: Scope[]) => {
      const { secret } = await givenApiKey(server, scopes);
      const query = `{ priceLists(search: "${text}") { totalCount nodes { id } } }`;
      // From its second time on, a document is known.
      for (let time = 1; time <= 3; time += 1) await server.ask(query);
      return (await server.as(secret).ask(query)).data;
    };
    const found = { priceLists: { totalCount: 1, nodes: [{ id }] } };
    const none = { priceLists: { totalCount: 0, nodes: [] } };
    expect(await search("whole", ["PRICE_LISTS_READ", "CUSTOMER_GROUPS_READ"])).toEqual(found);
    expect(await search("whole", ["PRICE_LISTS_READ"])).toEqual(none);
    expect(await search("whole summer", ["PRICE_LISTS_READ"])).toEqual(none);
    expect(await search("summer", ["PRICE_LISTS_READ"])).toEqual(found);
  });

  it("searches names of groups below a group only for callers who may read groups", async () => {
    const { id: groupId } = await givenGroup(server, "Wholesale");
    const { id: otherId } = await givenGroup(server, "Staff");
    await givenPriceList(server, { customerGroupIds: [groupId, otherId] });
    const query = `mutation { customerGroupUpdate(id: "${groupId}", input: {}) {
      customerGroup { priceLists(search: "staff") { totalCount } } } }`;
    const scopes: Scope[] = ["CUSTOMER_GROUPS_WRITE", "PRICE_LISTS_READ"];
    const count = async (further: Scope[]) => {
      const { secret } = await givenApiKey(server, [...scopes, ...further]);
      return (await server.as(secret).ask(query)).data;
    };
    const answer = (totalCount: number) => ({ customerGroupUpdate: { customerGroup: { priceLists: { totalCount } } } });
    expect(await count(["CUSTOMER_GROUPS_READ"])).toEqual(answer(1));
    expect(await count([])).toEqual(answer(0));
  });

  it("allows a write to set groups without the scope to read them, and shows none", async () => {
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

    it("includes the lists that apply to them, with all fields except metadata and groups", async () => {
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
    ])("does not include { %s }", async (selection, coordinate) => {
      const { ada } = await givenAda();
      const { errors } = await ada.ask(`{ ${selection} }`);
      expect(errors).toMatchObject([
        { message: expect.stringContaining(coordinate), extensions: { code: "FORBIDDEN" } },
      ]);
    });

    const at = '"2026-01-01T00:00:00Z"';
    const lists = "{ totalCount }";
    it.each<[string, string, object]>([
      ["as it is", `{ viewer { customer { priceLists(at: ${at}) ${lists} } } }`, {}],
      [
        "in a variable",
        `query ($at: DateTime) { viewer { customer { priceLists(at: $at) ${lists} } } }`,
        { at: "2026-01-01T00:00:00Z" },
      ],
      [
        "in a variable's default",
        `query ($at: DateTime = ${at}) { viewer { customer { priceLists(at: $at) ${lists} } } }`,
        {},
      ],
      [
        "in fragments",
        `{ viewer { ...V } } fragment V on Viewer { customer { ...C } } fragment C on Customer { priceLists(at: ${at}) ${lists} }`,
        {},
      ],
      ["of a field that is left out", `{ viewer { customer { priceLists(at: ${at}) @skip(if: true) ${lists} } } }`, {}],
      [
        "after a login",
        `mutation { customerLogin(email: "", password: "") { viewer { customer { priceLists(at: ${at}) ${lists} } } } }`,
        {},
      ],
      [
        "next to one without",
        `query ($at: DateTime!) { viewer { customer { now: priceLists ${lists} priceLists(at: $at) ${lists} } } }`,
        { at: "2026-01-01T00:00:00Z" },
      ],
    ])("is FORBIDDEN for another time, before anything runs: %s", async (_what, query, variables) => {
      const { ada } = await givenAda();
      // The document is cached from its second use on.
      for (let time = 1; time <= 4; time += 1) {
        const { status, data, errors } = await ada.ask(query, variables);
        expect({ status, data }).toEqual({ status: 403, data: undefined });
        expect(errors).toMatchObject([
          {
            message: "This is not for customers: Customer.priceLists(at:).",
            extensions: { code: "FORBIDDEN", missingScopes: [] },
          },
        ]);
      }
    });

    it.each<[string, string, object]>([
      ["null", `{ viewer { customer { priceLists(at: null) ${lists} } } }`, {}],
      [
        "a null variable",
        `query ($at: DateTime) { viewer { customer { priceLists(at: $at) ${lists} } } }`,
        { at: null },
      ],
      ["no variable", `query ($at: DateTime) { viewer { customer { priceLists(at: $at) ${lists} } } }`, {}],
      [
        "null instead of a default",
        `query ($at: DateTime = ${at}) { viewer { customer { priceLists(at: $at) ${lists} } } }`,
        { at: null },
      ],
    ])("includes current lists with %s as time, also after other callers gave one", async (_what, query, variables) => {
      const { ada, customer } = await givenAda();
      const now = { data: { viewer: { customer: { priceLists: { totalCount: 1 } } } } };
      for (let time = 1; time <= 4; time += 1) {
        expect(await ada.ask(query, variables)).toMatchObject(now);
        if (!query.includes("$at")) continue;
        // For staff the same document is sent with a time.
        await server.ask(query, { at: "2026-01-01T00:00:00Z" });
        expect((await ada.ask(query, { at: "2026-01-01T00:00:00Z" })).status).toBe(403);
      }
      const ofStaff = `{ customer(id: "${customer.id}") { priceLists(at: ${at}) ${lists} } }`;
      expect(await server.ask(ofStaff)).toMatchObject({ data: { customer: { priceLists: { totalCount: 1 } } } });
    });

    it("does not include writes", async () => {
      const { ada } = await givenAda();
      expect((await ada.ask(create)).errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    });
  });
});
