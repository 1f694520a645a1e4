import { readFileSync } from "node:fs";
import path from "node:path";
import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import { givenAddress } from "../address/address.steps.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { readCustomer } from "../customer/customer.operations.js";
import { givenCustomer, givenCustomers, remove } from "../customer/customer.steps.js";
import { givenCustomerSession } from "../login/login.steps.js";
import { givenOrder } from "../order/order.steps.js";
import { adminKey, useTestServer } from "../support/server.js";
import { type Gateway, startGateway } from "./gateway.js";
import { loyaltySdl, startLoyaltySubgraph } from "./loyalty-subgraph.js";

describe("a supergraph of this server and another subgraph, behind a gateway", () => {
  const server = useTestServer();
  let loyalty: Awaited<ReturnType<typeof startLoyaltySubgraph>>;
  let gateway: Gateway;

  beforeAll(async () => {
    loyalty = await startLoyaltySubgraph();
    const url = `${await server.app.listen({ host: "127.0.0.1", port: 0 })}/graphql`;
    gateway = await startGateway([
      { name: "customers", url },
      { name: "loyalty", url: loyalty.url },
    ]);
  });
  beforeEach(() => {
    loyalty.cards = [];
    loyalty.asked.length = 0;
  });
  afterAll(async () => {
    await gateway?.close();
    await loyalty?.close();
  });

  const ask = (query: string, variables?: Record<string, unknown>, credential = adminKey) =>
    gateway.ask(query, variables, credential);
  const giveCards = (customerIds: readonly string[]) => {
    loyalty.cards = customerIds.map((customerId, index) => ({ number: `${index}`, customerId }));
  };

  it("adds the other subgraph's fields to our objects", async () => {
    const ids = await givenCustomers(server, 3);
    const query =
      "{ customers(sort: [{ field: ID }]) { nodes { id firstName loyaltyPoints } pageInfo { hasNextPage } } }";
    const { result, statements } = await server.testDatabase.withStatements(() => ask(query));
    expect(result).toEqual({
      data: {
        customers: {
          nodes: ids.map((id) => ({ id, firstName: "Ada", loyaltyPoints: id.length })),
          pageInfo: { hasNextPage: false },
        },
      },
    });
    expect(statements).toHaveLength(1);
    expect(loyalty.asked).toEqual([ids.map((id) => ({ __typename: "Customer", id }))]);
  });

  it.each([3, 250])(
    "adds our fields to the other subgraph's objects, in a constant number of statements: %d",
    async (count) => {
      const ids = await givenCustomers(server, count);
      await givenAddress(server, ids[0] ?? "", {});
      giveCards(ids);
      const query =
        "{ loyaltyCards { nodes { number customer { id firstName addresses { nodes { city } } loyaltyPoints } } } }";
      const { result, statements } = await server.testDatabase.withStatements(() => ask(query));
      expect(result.errors).toBeUndefined();
      expect(result.data?.loyaltyCards).toEqual({
        nodes: ids.map((id, index) => ({
          number: `${index}`,
          customer: {
            id,
            firstName: "Ada",
            addresses: { nodes: index === 0 ? [{ city: "Roma" }] : [] },
            loyaltyPoints: id.length,
          },
        })),
      });
      // The customers, and the addresses of all of them.
      expect(statements).toHaveLength(2);
    },
  );

  it("answers the same when its documents are cached", async () => {
    giveCards(await givenCustomers(server, 3));
    const query = "{ loyaltyCards { nodes { customer { email firstName } } } customers { totalCount } }";
    const first = await ask(query);
    expect(first.errors).toBeUndefined();
    for (let use = 0; use < 5; use += 1) expect(await ask(query)).toEqual(first);
  });

  it("goes back and forth: the other subgraph computes a field from ours", async () => {
    const ada = await givenCustomer(server, { email: "ada@example.com" });
    const { result, statements } = await server.testDatabase.withStatements(() =>
      ask("query ($id: ID!) { customer(id: $id) { greeting } }", { id: ada.id }),
    );
    expect(result).toEqual({ data: { customer: { greeting: "Hello ada@example.com" } } });
    expect(statements).toHaveLength(1);
  });

  it("takes a field from the other subgraph that overrides ours", async () => {
    await givenOrder(server, { id: "order_1", displayId: "1001" });
    expect(await ask("{ orders { nodes { displayId total parcels } } }")).toEqual({
      data: { orders: { nodes: [{ displayId: "L-order_1", total: "10.00", parcels: ["parcel of order_1"] }] } },
    });
  });

  it("runs mutations of both subgraphs", async () => {
    const ada = await givenCustomer(server, { email: "ada@example.com" });
    const query = `mutation ($id: ID!) {
      customerUpdate(id: $id, input: { firstName: "Augusta" }) {
        customer { firstName loyaltyPoints }
        userErrors { code }
      }
      loyaltyCardCreate(customerId: $id) { number customer { firstName version } }
    }`;
    const { result } = await server.testDatabase.withStatements(() => ask(query, { id: ada.id }));
    expect(result).toEqual({
      data: {
        customerUpdate: { customer: { firstName: "Augusta", loyaltyPoints: ada.id.length }, userErrors: [] },
        loyaltyCardCreate: { number: "99", customer: { firstName: "Augusta", version: 2 } },
      },
    });
    expect((await server.run(readCustomer, { id: ada.id })).customer?.firstName).toBe("Augusta");
  });

  it("returns user errors of mutations", async () => {
    const ada = await givenCustomer(server);
    const query = `mutation ($id: ID!) { customerUpdate(id: $id, input: { email: "no" }) {
      customer { loyaltyPoints } userErrors { code path ... on TakenError { existingId } } } }`;
    expect(await ask(query, { id: ada.id })).toEqual({
      data: {
        customerUpdate: { customer: null, userErrors: [{ code: "INVALID_EMAIL", path: ["input", "email"] }] },
      },
    });
  });

  it("is null for objects that the caller may not see, or that do not exist", async () => {
    const { customer, token } = await givenCustomerSession(server);
    const eva = await givenCustomer(server, { email: "eva@example.com" });
    const deleted = await givenCustomer(server, { email: "gone@example.com" });
    await remove(server, deleted.id);
    giveCards([customer.id, eva.id, deleted.id, "cus_unknown"]);
    const query = "{ loyaltyCards { nodes { customer { email } } } }";
    const emails = async (credential: string) => {
      const { data } = await ask(query, {}, credential);
      const { nodes } = Object(data?.loyaltyCards) as { nodes: { customer: { email: string } }[] };
      return nodes.map((node) => node.customer.email);
    };
    expect(await emails(token)).toEqual([customer.email, null, null, null]);
    expect(await emails(adminKey)).toEqual([customer.email, "eva@example.com", null, null]);
  });

  it("passes our refusals on, and keeps the other subgraph's part of the response", async () => {
    giveCards(await givenCustomers(server, 1));
    const query = "{ loyaltyCards { nodes { number customer { email } } } }";
    const { secret } = await givenApiKey(server, ["ORDERS_READ"]);
    const part = { loyaltyCards: { nodes: [{ number: "0", customer: { email: null } }] } };
    const refusal = (code: string) => ({ data: part, errors: [{ extensions: { code } }] });
    expect(await gateway.ask(query)).toMatchObject(refusal("UNAUTHENTICATED"));
    expect(await ask(query, {}, secret)).toMatchObject(refusal("FORBIDDEN"));
  });

  it("works with a server without introspection if the supergraph is composed from schema.graphql", async () => {
    const production = await server.another({ introspection: false });
    const url = `${await production.app.listen({ host: "127.0.0.1", port: 0 })}/graphql`;
    const subgraphs = [
      { name: "customers", url, sdl: readFileSync(path.join(import.meta.dirname, "../../schema.graphql"), "utf8") },
      { name: "loyalty", url: loyalty.url, sdl: loyaltySdl },
    ];
    await expect(startGateway(subgraphs)).rejects.toThrow("Introspection is off on this server.");
    const { supergraphSdl = "" } = composeServices(subgraphs.map((each) => ({ ...each, typeDefs: parse(each.sdl) })));
    const other = await startGateway(supergraphSdl);
    const ada = await givenCustomer(server);
    giveCards([ada.id]);
    const query = "{ loyaltyCards { nodes { customer { firstName } } } }";
    expect(await other.ask(query, {}, adminKey)).toEqual({
      data: { loyaltyCards: { nodes: [{ customer: { firstName: "Ada" } }] } },
    });
    await other.close();
  });

  it("returns BAD_USER_INPUT for more than 250 objects of the other subgraph", async () => {
    giveCards(Array.from({ length: 251 }, (_, index) => `cus_${index}`));
    const { errors } = await ask("{ loyaltyCards { nodes { customer { email } } } }");
    expect(errors).toMatchObject([
      { message: "representations must have at most 250 elements, got 251.", extensions: { code: "BAD_USER_INPUT" } },
    ]);
  });
});
