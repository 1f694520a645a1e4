import { readAddress } from "../address/address.operations.js";
import { givenAddress } from "../address/address.steps.js";
import { readCustomer } from "../customer/customer.operations.js";
import { givenCustomer, remove } from "../customer/customer.steps.js";
import { readGroup } from "../customer-group/customer-group.operations.js";
import { givenGroup, removeGroup } from "../customer-group/customer-group.steps.js";
import { readOrder } from "../order/order.operations.js";
import { givenOrder } from "../order/order.steps.js";
import { readPriceList } from "../price-list/price-list.operations.js";
import { givenPriceList, remove as removePriceList } from "../price-list/price-list.steps.js";
import { givenRegion, remove as removeRegion } from "../region/region.steps.js";
import { graphql } from "../support/generated/gql.js";
import { useTestServer } from "../support/server.js";

const readNode = graphql(`
  query ReadNode($id: ID!) {
    node(id: $id) {
      __typename
      id
    }
  }
`);

const readNodes = graphql(`
  query ReadNodes($ids: [ID!]!) {
    nodes(ids: $ids) {
      id
      ... on Customer {
        firstName
      }
      ... on Address {
        city
      }
      ... on CustomerGroup {
        name
      }
    }
  }
`);

const unknownIds = [
  "",
  "_",
  "cus",
  "cus_",
  "cus1",
  "CUS_1",
  "cus_unknown",
  "cuaddr_unknown",
  "cusgroup_unknown",
  "plist_unknown",
  "order_unknown",
  "reg_unknown",
  "user_1",
  "apk_unknown",
  "chg_1",
  "thing_1",
  "__proto___1",
  "constructor_1",
  "cus_\0",
  "cuaddr_\ud800",
  "cusgroup_\udc00",
  `cus_${"0".repeat(10_000)}`,
];

describe("node and nodes", () => {
  const server = useTestServer();

  async function givenOneOfEach() {
    const customer = await givenCustomer(server);
    const address = await givenAddress(server, customer.id);
    const group = await givenGroup(server, "Wholesale", [customer.id]);
    const priceList = await givenPriceList(server);
    const order = await givenOrder(server);
    const region = await givenRegion(server);
    return { customer, address, group, priceList, order, region };
  }

  it("finds each type of object by its id", async () => {
    const { customer, address, group, priceList, order, region } = await givenOneOfEach();
    const kinds = {
      Customer: customer.id,
      Address: address.id,
      CustomerGroup: group.id,
      PriceList: priceList.id,
      Order: order.id,
      Region: region.id,
    };
    for (const [__typename, id] of Object.entries(kinds)) {
      expect(await server.run(readNode, { id })).toEqual({ node: { __typename, id } });
    }
  });

  it("finds rows that were imported with ids of another format", async () => {
    const id = "cus_Imported 4711/ü";
    await server.testDatabase.database.prisma.customer.create({ data: { id, firstName: "Ada" } });
    expect(await server.run(readNode, { id })).toEqual({ node: { __typename: "Customer", id } });
    expect(await server.run(readNode, { id: id.toLowerCase() })).toEqual({ node: null });
  });

  it.each(unknownIds.map((id) => [id.slice(0, 20), id]))("is null for %j", async (_, id) => {
    expect(await server.run(readNode, { id })).toEqual({ node: null });
    expect(await server.run(readNodes, { ids: [id, id] })).toEqual({ nodes: [null, null] });
    expect(await server.run(readCustomer, { id })).toEqual({ customer: null });
    expect(await server.run(readAddress, { id })).toEqual({ address: null });
    expect(await server.run(readGroup, { id })).toEqual({ customerGroup: null });
    expect(await server.run(readPriceList, { id })).toEqual({ priceList: null });
    expect(await server.run(readOrder, { id })).toEqual({ order: null });
  });

  it("is null for deleted objects", async () => {
    const { customer, address, group, priceList, region } = await givenOneOfEach();
    await remove(server, customer.id);
    await removeGroup(server, group.id);
    await removePriceList(server, priceList.id);
    await removeRegion(server, region.id);
    const ids = [customer.id, address.id, group.id, priceList.id, region.id];
    expect(await server.run(readNodes, { ids })).toEqual({ nodes: [null, null, null, null, null] });
  });

  it("is null for an id of another type", async () => {
    const { customer, group } = await givenOneOfEach();
    expect(await server.run(readCustomer, { id: group.id })).toEqual({ customer: null });
    expect(await server.run(readGroup, { id: customer.id })).toEqual({ customerGroup: null });
  });

  it("returns the objects in the order of the ids, also duplicates, with one statement for each type", async () => {
    const { customer, address, group } = await givenOneOfEach();
    const other = await givenCustomer(server, { firstName: "Eva" });
    const ids = [group.id, other.id, "cus_unknown", address.id, customer.id, group.id, other.id];
    const { result, statements } = await server.testDatabase.withStatements(() => server.run(readNodes, { ids }));
    expect(result.nodes).toEqual([
      { id: group.id, name: "Wholesale" },
      { id: other.id, firstName: "Eva" },
      null,
      { id: address.id, city: "Roma" },
      { id: customer.id, firstName: "Ada" },
      { id: group.id, name: "Wholesale" },
      { id: other.id, firstName: "Eva" },
    ]);
    expect(statements).toHaveLength(3);
  });

  it("accepts 0 to 250 ids, and returns BAD_USER_INPUT for more", async () => {
    expect(await server.run(readNodes, { ids: [] })).toEqual({ nodes: [] });
    expect((await server.run(readNodes, { ids: Array(250).fill("cus_1") })).nodes).toHaveLength(250);
    const query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    const { errors } = await server.ask(query, { ids: Array(251).fill("cus_1") });
    expect(errors).toMatchObject([{ path: ["nodes"], extensions: { code: "BAD_USER_INPUT" } }]);
  });
});
