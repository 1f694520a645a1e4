import { getIntrospectionQuery } from "graphql";
import { printSchema } from "../../src/graphql/schema/print-schema.js";
import { createSchema } from "../../src/schema.js";
import { givenAddress } from "../address/address.steps.js";
import { givenCustomer, givenCustomers, remove } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { costOf } from "../limits/costs.js";
import { givenOrder } from "../order/order.steps.js";
import { givenPriceList } from "../price-list/price-list.steps.js";
import { givenRegion } from "../region/region.steps.js";
import { adminKey, useTestServer } from "../support/server.js";

const entities = `query Entities($representations: [_Any!]!) {
  _entities(representations: $representations) {
    __typename
    ... on Customer { id firstName addresses { nodes { city } } }
    ... on Address { id city }
    ... on CustomerGroup { id name }
    ... on PriceList { id }
    ... on Order { id }
    ... on Region { id }
  }
}`;

const customer = (id: string) => ({ __typename: "Customer", id });

describe("_entities", () => {
  const server = useTestServer();

  const find = async (representations: unknown) => server.ask(entities, { representations });

  it("finds each type of object by its key, in the order of the representations", async () => {
    const ada = await givenCustomer(server);
    const address = await givenAddress(server, ada.id);
    const group = await givenGroup(server);
    const priceList = await givenPriceList(server);
    const order = await givenOrder(server);
    const region = await givenRegion(server);
    const representations = [
      { __typename: "Address", id: address.id },
      { __typename: "Order", id: order.id },
      customer(ada.id),
      { __typename: "CustomerGroup", id: group.id },
      { __typename: "PriceList", id: priceList.id },
      customer(ada.id),
      { __typename: "Region", id: region.id },
    ];
    const { data } = await find(representations);
    expect(data?._entities).toMatchObject(representations);
    expect(data?._entities?.[2]).toEqual({
      ...customer(ada.id),
      firstName: "Ada",
      addresses: { nodes: [{ city: "Roma" }] },
    });
  });

  it("is null for objects that do not exist, are deleted, or have another type", async () => {
    const ada = await givenCustomer(server);
    await remove(server, ada.id);
    const group = await givenGroup(server);
    const ids = ["cus_unknown", ada.id, group.id, "", "cus", "__proto___1", "cus_\0", `cus_${"0".repeat(10_000)}`];
    const { data } = await find(ids.map(customer));
    expect(data).toEqual({ _entities: ids.map(() => null) });
  });

  it.each([2, 250])("takes one statement for each type and list: %d representations", async (count) => {
    const ids = await givenCustomers(server, 248);
    const group = await givenGroup(server);
    const order = await givenOrder(server);
    const others = [
      { __typename: "CustomerGroup", id: group.id },
      { __typename: "Order", id: order.id },
    ];
    const representations = [...ids.slice(0, count - 2).map(customer), ...others];
    const { result, statements } = await server.testDatabase.withStatements(() => find(representations));
    expect(result.data?._entities).toMatchObject(representations);
    // Groups and orders, and for more representations also customers and their addresses.
    expect(statements).toHaveLength(count === 2 ? 2 : 4);
  });

  const at = (index: number, field?: string) => ["representations", `${index}`, ...(field ? [field] : [])];

  it.each<[string, unknown, string[]]>([
    ["no type", { id: "cus_1" }, at(1, "__typename")],
    ["an unknown type", { __typename: "Gift", id: "cus_1" }, at(1, "__typename")],
    ["a type without a key", { __typename: "Country", iso2: "it" }, at(1, "__typename")],
    ["an interface", { __typename: "Node", id: "cus_1" }, at(1, "__typename")],
    ["a property of all objects as type", { __typename: "constructor", id: "cus_1" }, at(1, "__typename")],
    ["a number as type", { __typename: 1, id: "cus_1" }, at(1, "__typename")],
    ["a list as type", { __typename: ["Customer"], id: "cus_1" }, at(1, "__typename")],
    ["no id", { __typename: "Customer" }, at(1, "id")],
    ["null as id", { __typename: "Customer", id: null }, at(1, "id")],
    ["a number as id", { __typename: "Customer", id: 1 }, at(1, "id")],
    ["a number as id that JavaScript cannot represent", { __typename: "Customer", id: 2 ** 60 }, at(1, "id")],
    ["an object as id", { __typename: "Customer", id: { id: "cus_1" } }, at(1, "id")],
    ["another key", { __typename: "Customer", email: "ada@example.com" }, at(1, "id")],
    ["a further field", { __typename: "Customer", id: "cus_1", email: "ada@example.com" }, at(1)],
  ])("refuses a representation with %s, and reads nothing", async (_what, representation, argumentPath) => {
    const { result, statements } = await server.testDatabase.withStatements(() =>
      find([customer("cus_1"), representation]),
    );
    expect(result).toMatchObject({
      data: null,
      errors: [{ path: ["_entities"], extensions: { code: "BAD_USER_INPUT", argumentPath } }],
    });
    expect(result.errors?.[0]?.message).toMatch(/^representations\.1(\.\w+)? must (be|have) /);
    expect(statements).toEqual([]);
  });

  it.each([
    ["null", [customer("cus_1"), null]],
    ["a text", [customer("cus_1"), "cus_1"]],
    ["a number", [customer("cus_1"), 1]],
    ["a list", [customer("cus_1"), [customer("cus_1")]]],
    ["no list", null],
    ["nothing", undefined],
  ])("refuses %s as representation, with its place", async (_what, representations) => {
    const { errors } = await find(representations);
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
    expect(errors?.[0]?.message).toMatch(representations ? /at "representations\[1\]"; .*_Any/ : /\$representations/);
  });

  it("refuses wrong representations in the document, too", async () => {
    const query = '{ _entities(representations: [{ __typename: "Customer", id: { a: { b: 1 } } }]) { __typename } }';
    expect((await server.ask(query)).errors).toMatchObject([{ extensions: { argumentPath: at(0, "id") } }]);
  });

  it("accepts one representation without a list, and none", async () => {
    const ada = await givenCustomer(server);
    expect((await find(customer(ada.id))).data?._entities).toMatchObject([customer(ada.id)]);
    expect(await find([])).toEqual({ status: 200, data: { _entities: [] } });
  });

  it.each([251, 10_000])("refuses %d representations, as nodes refuses so many ids", async (count) => {
    const query = "query ($refs: [_Any!]!) { _entities(representations: $refs) { __typename } }";
    const refs = Array.from({ length: count }, (_, index) => customer(`cus_${index}`));
    expect((await server.ask(query, { refs })).errors).toMatchObject([
      { message: `representations must have at most 250 elements, got ${count}.`, path: ["_entities"] },
    ]);
  });

  it.each([0, 1, 3, 100])("costs as much as nodes: %d objects", (count) => {
    const lists = "id addresses(first: 7) { totalCount nodes { id } }";
    const ids = Array.from({ length: count }, (_, index) => `cus_${index}`);
    const ofNodes = costOf(`query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer { ${lists} } } }`, { ids });
    const query = `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Customer { ${lists} } } }`;
    expect(costOf(query, { refs: ids.map(customer) })).toBe(ofNodes);
  });

  it("costs more for large representations", () => {
    const query = "query ($refs: [_Any!]!) { _entities(representations: $refs) { __typename } }";
    const members = Object.fromEntries(Array.from({ length: 1_020 }, (_, index) => [`a${index}`, 1]));
    expect(costOf(query, { refs: [members] })).toBe(102);
    expect(costOf(query, { refs: members })).toBe(101);
    expect(costOf(query, { refs: [{ a: Array(100).fill({}) }] })).toBe(102);
  });
});

describe("_service", () => {
  const server = useTestServer();

  it("has the schema with all directives, as in schema.graphql, and needs no caller", async () => {
    const { data } = await server.as(null).ask("{ _service { sdl } }");
    expect(data).toEqual({ _service: { sdl: printSchema(createSchema()) } });
  });

  it("gives no access to other fields of the same operation", async () => {
    const query = "{ _service { sdl } customers { totalCount } }";
    expect(await server.as(null).ask(query)).toMatchObject({ status: 401 });
    const entity = '{ _service { sdl } _entities(representations: [{ __typename: "Customer" }]) { __typename } }';
    expect(await server.as(null).ask(entity)).toMatchObject({ status: 401 });
  });

  it("is unknown on a server without federation, which answers all else", async () => {
    const other = (await server.another({ federation: false })).as(adminKey);
    for (const query of ["{ _service { sdl } }", "{ _entities(representations: []) { __typename } }"]) {
      expect(await other.ask(query)).toMatchObject({
        errors: [{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }],
      });
    }
    expect(await other.ask("{ customers { totalCount } }")).toMatchObject({ data: { customers: { totalCount: 0 } } });
    const { data } = await other.ask(getIntrospectionQuery());
    expect(JSON.stringify(data)).not.toContain("_Entity");
  });

  it("sends no traces of resolvers, as Apollo Server would to a gateway", async () => {
    for (const query of ["{ customers { totalCount } }", '{ customer(id: "cus_1") { id } }']) {
      const response = await server.app.inject({
        method: "POST",
        url: "/graphql",
        headers: { authorization: `Bearer ${adminKey}`, "apollo-federation-include-trace": "ftv1" },
        payload: { query },
      });
      expect(Object.keys(response.json().extensions)).toEqual(["cost"]);
    }
  });
});
