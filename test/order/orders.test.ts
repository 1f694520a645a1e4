import { remove } from "../customer/customer.steps.js";
import { walkBothWays } from "../pagination/walk-list.js";
import { refusalOf } from "../support/bad-input.js";
import { graphql } from "../support/generated/gql.js";
import type { OrderFilter, OrderSort } from "../support/generated/graphql.js";
import { givenCustomers, idsOf } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";
import { ordersOfCustomer, ordersPage } from "./order.operations.js";
import { givenOrders } from "./order.steps.js";

const withCustomers = graphql(`
  query OrdersWithCustomers {
    orders {
      totalCount
      nodes {
        id
        customer {
          id
        }
      }
    }
  }
`);

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));

describe("orders", () => {
  const server = useTestServer();
  const page = async (variables: object = {}) => (await server.run(ordersPage, variables)).orders;
  const numbers = async (variables: object = {}) =>
    (await page(variables)).nodes.map(({ id }) => Number(id.replace("order_", "")));

  beforeEach(async () => {
    await givenCustomers(server, [{ id: "cus_1" }, { id: "cus_2" }]);
    await givenOrders(server, [
      { id: "order_1", customerId: "cus_1", placedAt: at(3), displayId: "#10", status: "COMPLETED" },
      { id: "order_2", customerId: "cus_2", placedAt: at(1), displayId: "#9", email: "ada@example.com" },
      { id: "order_3", customerId: "cus_1", placedAt: at(3), currencyCode: "JPY", email: "ada@example.com" },
      { id: "order_4", placedAt: at(2), displayId: "#08", status: "CANCELED", metadata: { channel: "web" } },
      { id: "order_5", customerId: "cus_2", placedAt: at(4), displayId: "a-1", status: "REQUIRES_ACTION" },
    ]);
  });

  it.each<[OrderSort[] | null, number[]]>([
    [null, [5, 3, 1, 4, 2]],
    [[], [5, 3, 1, 4, 2]],
    [[{ field: "ID", direction: "ASC" }], [1, 2, 3, 4, 5]],
    [[{ field: "ID", direction: "DESC" }], [5, 4, 3, 2, 1]],
    [[{ field: "PLACED_AT", direction: "ASC" }], [2, 4, 1, 3, 5]],
    [[{ field: "PLACED_AT", direction: "DESC" }], [5, 3, 1, 4, 2]],
    [[{ field: "DISPLAY_ID", direction: "ASC" }], [4, 2, 1, 5, 3]],
    [[{ field: "DISPLAY_ID", direction: "DESC" }], [3, 5, 1, 2, 4]],
    [
      [
        { field: "PLACED_AT", direction: "DESC" },
        { field: "ID", direction: "ASC" },
      ],
      [5, 1, 3, 4, 2],
    ],
  ])("are sorted by %j, or newest first by default, in pages forward and backward", async (sort, expected) => {
    expect(await numbers({ sort })).toEqual(expected);
    const ids = expected.map((number) => `order_${number}`);
    const walk = await walkBothWays((bounds) => page({ sort, ...bounds }), { pages: 3, size: 2 });
    expect(walk).toEqual({ forward: ids, backward: ids });
    expect(await numbers({ sort, offset: 1, first: 3 })).toEqual(expected.slice(1, 4));
  });

  it.each<[OrderFilter, number[]]>([
    [{}, [5, 3, 1, 4, 2]],
    [{ customerId: { eq: "cus_1" } }, [3, 1]],
    [{ customerId: { eq: null } }, [4]],
    [{ customerId: { ne: "cus_1" } }, [5, 4, 2]],
    [{ customerId: { eq: "cus_unknown" } }, []],
    [{ email: { eq: " ADA@example.com" } }, [3, 2]],
    [{ email: { isNull: true } }, [5, 1, 4]],
    [{ status: "REQUIRES_ACTION" }, [5]],
    [{ not: { status: "PENDING" } }, [5, 1, 4]],
    [{ displayId: { eq: "#9" } }, [2]],
    [{ displayId: { in: ["#9", "a-1"] } }, [5, 2]],
    [{ placedAt: { gte: "2026-01-01T00:00:02Z", lt: "2026-01-01T00:00:04Z" } }, [3, 1, 4]],
    [{ metadata: [{ path: ["channel"], equals: "web" }] }, [4]],
    [{ or: [{ status: "CANCELED" }, { email: { eq: "ada@example.com" }, currencyCode: { eq: "jpy" } }] }, [3, 4]],
    [{ or: [] }, []],
  ])("match the filter %j, and are counted", async (where, expected) => {
    expect(await numbers({ where })).toEqual(expected);
    expect((await page({ where, first: 0 })).totalCount).toBe(expected.length);
  });

  it("include orders of deleted customers, and then have no customer", async () => {
    await remove(server, "cus_1");
    const { nodes, totalCount } = await page({ where: { customerId: { eq: "cus_1" } } });
    expect(totalCount).toBe(2);
    expect(nodes).toEqual([3, 1].map((number) => expect.objectContaining({ id: `order_${number}`, customer: null })));
  });

  it("have cursors that are valid for the orders of a customer with the same sort", async () => {
    const after = (await page({ first: 2 })).pageInfo.endCursor ?? "";
    const { customer } = await server.run(ordersOfCustomer, { id: "cus_1", after });
    expect(customer?.orders.nodes.map(({ id }) => id)).toEqual(["order_1"]);
  });

  it.each<[object, string]>([
    [{ first: 1, last: 1 }, "last must not be given together with first"],
    [{ first: -1 }, "first must be from 0 to 250"],
    [{ first: 251 }, "first must be from 0 to 250"],
    [{ offset: 10_001 }, "use cursors to go further"],
    [{ after: "x" }, "after must be a cursor that this server gave"],
    [{ sort: [{ field: "ID" }, { field: "ID" }] }, "must name a field once"],
    [{ where: { placedAt: { lt: null } } }, "where.placedAt.lt"],
    [{ where: { status: null } }, "where.status"],
    [{ where: { and: Array(101).fill({}) } }, "100 conditions"],
  ])("refuse %j", async (variables, message) => {
    expect(await refusalOf(server, ordersPage, variables)).toMatch(message);
  });

  it("refuse a cursor of another sort", async () => {
    const after = (await page({ first: 1 })).pageInfo.endCursor ?? "";
    const sort: OrderSort[] = [{ field: "ID", direction: "ASC" }];
    expect(await refusalOf(server, ordersPage, { sort, after })).toMatch("same list with the same sort");
  });

  it.each([1, 50])("take one statement each for the page, the count and %i customers", async (count) => {
    const customers = idsOf("cus", count);
    await givenCustomers(
      server,
      customers.map((id) => ({ id })),
    );
    await givenOrders(
      server,
      customers.map((customerId) => ({ id: `order_${customerId}`, customerId, placedAt: at(9) })),
    );
    const { result, statements } = await server.testDatabase.withStatements(() => server.run(withCustomers));
    expect(statements).toHaveLength(3);
    expect(result.orders.totalCount).toBe(5 + count);
    for (const { id, customer } of result.orders.nodes.slice(0, count)) expect(id).toBe(`order_${customer?.id}`);
  });

  it("are not counted unless the count is selected", async () => {
    const ask = () => server.ask("{ orders { nodes { id } } }");
    expect((await server.testDatabase.withStatements(ask)).statements).toHaveLength(1);
  });
});
