import type { Scope } from "../../src/access/auth/scope.type.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { givenCustomerSession } from "../login/login.steps.js";
import { useTestServer } from "../support/server.js";
import { readOrder } from "./order.operations.js";
import { givenOrder } from "./order.steps.js";

const record =
  'mutation { ordersRecord(orders: [{ id: "1", status: PENDING, currencyCode: "EUR", total: "1", placedAt: "2026-01-01T00:00:00Z" }]) { orders { total metadata } } }';

/** Queries and their required scopes. */
const guarded: [string, Scope[]][] = [
  ['{ order(id: "order_1") { id total metadata } }', ["ORDERS_READ"]],
  ['{ order(id: "order_1") { customer { id } } }', ["CUSTOMERS_READ", "ORDERS_READ"]],
  ["{ orders { totalCount nodes { id } } }", ["ORDERS_READ"]],
  ["{ orders { nodes { customer { id } } } }", ["CUSTOMERS_READ", "ORDERS_READ"]],
  ['{ node(id: "order_1") { id } }', ["ORDERS_READ"]],
  ['{ nodes(ids: ["order_1"]) { id } }', ["ORDERS_READ"]],
  ["{ customers { nodes { orders { totalCount } } } }", ["CUSTOMERS_READ", "ORDERS_READ"]],
  [record, ["ORDERS_WRITE"]],
];

describe("access to orders", () => {
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

  it("of a customer includes their own orders, by every field", async () => {
    const { customer, token } = await givenCustomerSession(server);
    const order = await givenOrder(server, { customerId: customer.id, metadata: { channel: "web" } });
    const ada = server.as(token);
    expect(await ada.run(readOrder, { id: order.id })).toEqual({ order });
    const query = `{ node(id: "order_1") { id } nodes(ids: ["order_1"]) { id }
      viewer { customer { orders { totalCount nodes { id customer { orders { nodes { id } } } } } } } }`;
    const nodes = [{ id: "order_1" }];
    expect((await ada.ask(query)).data).toEqual({
      node: { id: "order_1" },
      nodes,
      viewer: { customer: { orders: { totalCount: 1, nodes: [{ id: "order_1", customer: { orders: { nodes } } }] } } },
    });
  });

  it("of a customer does not include orders of others or without customer, or recording orders", async () => {
    const { token } = await givenCustomerSession(server);
    const other = await givenCustomer(server);
    await givenOrder(server, { customerId: other.id });
    await givenOrder(server, { id: "order_2", email: "ada@example.com" });
    const ada = server.as(token);
    for (const id of ["order_1", "order_2", "order_unknown"]) {
      const query = `{ order(id: "${id}") { id } node(id: "${id}") { id } nodes(ids: ["${id}"]) { id } }`;
      expect((await ada.ask(query)).data).toEqual({ order: null, node: null, nodes: [null] });
    }
    const { data } = await ada.ask("{ viewer { customer { orders { totalCount } } } }");
    expect(data).toEqual({ viewer: { customer: { orders: { totalCount: 0 } } } });
    expect((await ada.ask("{ orders { totalCount } }")).errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
    expect((await ada.ask(record)).errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  });
});
