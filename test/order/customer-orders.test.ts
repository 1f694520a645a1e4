import { remove } from "../customer/customer.steps.js";
import { walkBothWays } from "../pagination/walk-list.js";
import { refusalOf } from "../support/bad-input.js";
import { graphql } from "../support/generated/gql.js";
import type { OrderFilter, OrderSort } from "../support/generated/graphql.js";
import { givenCustomers, idsOf } from "../support/given-rows.js";
import { useTestServer } from "../support/server.js";
import { ordersOfCustomer, readOrder } from "./order.operations.js";
import { givenOrder, givenOrders } from "./order.steps.js";

const underManyCustomers = graphql(`
  query OrdersUnderManyCustomers {
    customers {
      nodes {
        id
        orders {
          totalCount
          nodes {
            id
            customer {
              id
            }
          }
        }
        oldest: orders(last: 1) {
          nodes {
            id
          }
        }
      }
    }
  }
`);

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));

describe("the orders of a customer", () => {
  const server = useTestServer();
  const ids = (list: { nodes: { id: string }[] } | null | undefined) => list?.nodes.map(({ id }) => id);
  const page = async (variables: object = {}) =>
    (await server.run(ordersOfCustomer, { id: "cus_1", ...variables })).customer?.orders;

  beforeEach(async () => {
    await givenCustomers(server, [{ id: "cus_1" }, { id: "cus_2" }]);
    await givenOrders(server, [
      { id: "order_1", customerId: "cus_1", placedAt: at(3), displayId: "#10", status: "COMPLETED" },
      {
        id: "order_2",
        customerId: "cus_1",
        placedAt: at(1),
        displayId: "#9",
        currencyCode: "USD",
        email: "ada@example.com",
      },
      { id: "order_3", customerId: "cus_1", placedAt: at(3), currencyCode: "JPY" },
      {
        id: "order_4",
        customerId: "cus_1",
        placedAt: at(2),
        displayId: "#08",
        status: "CANCELED",
        metadata: { channel: "web" },
      },
      { id: "order_5", customerId: "cus_2", placedAt: at(4) },
      { id: "order_6", placedAt: at(5) },
    ]);
  });

  it.each<[OrderSort[] | null, number[]]>([
    [null, [3, 1, 4, 2]],
    [[], [3, 1, 4, 2]],
    [[{ field: "ID", direction: "ASC" }], [1, 2, 3, 4]],
    [[{ field: "PLACED_AT", direction: "ASC" }], [2, 4, 1, 3]],
    [[{ field: "DISPLAY_ID", direction: "ASC" }], [4, 2, 1, 3]],
    [[{ field: "DISPLAY_ID", direction: "DESC" }], [3, 1, 2, 4]],
    [
      [
        { field: "PLACED_AT", direction: "DESC" },
        { field: "ID", direction: "ASC" },
      ],
      [1, 3, 4, 2],
    ],
  ])("are sorted by %j, or newest first by default, in pages forward and backward", async (sort, order) => {
    const expected = order.map((number) => `order_${number}`);
    expect(ids(await page({ sort }))).toEqual(expected);
    const readPage = async (bounds: object) => {
      const orders = await page({ sort, ...bounds });
      if (!orders) throw new Error("Expected the orders of a customer.");
      return orders;
    };
    const walk = await walkBothWays(readPage, { pages: 4, size: 1 });
    expect(walk).toEqual({ forward: expected, backward: expected });
    expect(ids(await page({ sort, offset: 1, first: 2 }))).toEqual(expected.slice(1, 3));
  });

  it.each<[OrderFilter, number[]]>([
    [{}, [3, 1, 4, 2]],
    [{ id: { in: ["order_2", "order_5"] } }, [2]],
    [{ status: "PENDING" }, [3, 2]],
    [{ not: { status: "PENDING" } }, [1, 4]],
    [{ currencyCode: { eq: " usd" } }, [2]],
    [{ currencyCode: { in: ["jpy", "USD"] } }, [3, 2]],
    [{ currencyCode: { startsWith: "e" } }, [1, 4]],
    [{ placedAt: { gte: "2026-01-01T00:00:02Z", lt: "2026-01-01T00:00:03Z" } }, [4]],
    [{ or: [{ status: "CANCELED" }, { currencyCode: { eq: "USD" } }] }, [4, 2]],
    [{ and: [{ status: "PENDING" }, { currencyCode: { eq: "USD" } }] }, [2]],
    [{ or: [] }, []],
    [{ customerId: { eq: "cus_1" }, displayId: { in: ["#9", " #10 "] } }, [1, 2]],
    [{ customerId: { ne: "cus_1" } }, []],
    [{ displayId: { startsWith: "#1" } }, [1]],
    [{ displayId: { eq: null } }, [3]],
    [{ email: { eq: " ADA@example.com" } }, [2]],
    [{ email: { contains: "Ada@" } }, [2]],
    [{ metadata: [{ path: ["channel"], equals: "web" }] }, [4]],
  ])("match the filter %j", async (where, numbers) => {
    const found = await page({ where });
    expect(ids(found)).toEqual(numbers.map((number) => `order_${number}`));
    expect(found?.totalCount).toBe(numbers.length);
  });

  it("sort display ids with digits as numbers, each order once", async () => {
    const sorted = [
      [
        "",
        "#",
        "#0",
        "#00",
        "#1",
        "#1-",
        "#1-9",
        "#1-10",
        "#01-10b",
        "#2",
        "#009",
        "#9",
        "#10",
        "#100",
        "#99999999999999999999",
      ],
      [
        "#100000000000000000000",
        "0",
        "2",
        "10",
        "10a",
        "١1",
        "a9",
        "A10",
        "á10",
        "a10b2",
        "a10B10",
        "b",
        "B1",

        "Ж1",
        "Ж02",
      ],
    ].flat();
    const shuffled = sorted.map((displayId, index) => ({ displayId, at: (index * 7) % sorted.length }));
    await server.testDatabase.database.prisma.order.deleteMany();
    await givenOrders(
      server,
      shuffled.map(({ displayId, at }) => ({ id: `order_${at}`, customerId: "cus_1", displayId })),
    );
    const found: (string | null | undefined)[] = [];
    let after: string | null = null;
    do {
      const variables = { sort: [{ field: "DISPLAY_ID", direction: "ASC" }], first: 4, after };
      const next: Awaited<ReturnType<typeof page>> = await page(variables);
      found.push(...(next?.nodes.map(({ displayId }) => displayId) ?? []));
      after = next?.pageInfo.hasNextPage ? (next.pageInfo.endCursor ?? null) : null;
    } while (after !== null);
    expect(found).toEqual(sorted);
  });

  it("refuse a cursor of another sort", async () => {
    const after = (await page({ first: 1 }))?.pageInfo.endCursor ?? "";
    const sort = [{ field: "ID" as const, direction: "ASC" as const }];
    expect(await refusalOf(server, ordersOfCustomer, { id: "cus_1", sort, after })).toMatch(
      "same list with the same sort",
    );
  });

  it("are kept when the customer is deleted, and then have no customer", async () => {
    await remove(server, "cus_1");
    const ofDeleted =
      "{ customers(deleted: ONLY) { nodes { orders(first: 1) { totalCount nodes { id customer { id } } } } } }";
    const orders = { totalCount: 4, nodes: [{ id: "order_3", customer: null }] };
    expect((await server.ask(ofDeleted)).data).toEqual({ customers: { nodes: [{ orders }] } });
    expect((await server.run(readOrder, { id: "order_1" })).order?.customer).toBeNull();
  });

  it("are found by id, also without customer; an unknown id is null", async () => {
    const order = await givenOrder(server, { id: "4711", customerId: "cus_2" });
    expect(await server.run(readOrder, { id: "4711" })).toEqual({ order });
    expect((await server.run(readOrder, { id: "order_6" })).order).toMatchObject({ id: "order_6", customer: null });
    for (const id of ["order_x", "ORDER_1", "order_\0", "order_\ud800", "", "a".repeat(10_000)]) {
      expect(await server.run(readOrder, { id })).toEqual({ order: null });
    }
  });

  it.each([1, 50])(
    "take one statement each for lists, counts, another page and their customers, under %i customers",
    async (count) => {
      const customers = idsOf("cus", count);
      await givenCustomers(
        server,
        customers.map((id) => ({ id })),
      );
      await givenOrders(
        server,
        customers.flatMap((customerId) =>
          [1, 2].map((n) => ({ id: `order_${customerId}_${n}`, customerId, placedAt: at(n) })),
        ),
      );
      const run = () => server.run(underManyCustomers);
      const { result, statements } = await server.testDatabase.withStatements(run);
      // Customers, their orders, the counts, the oldest ones, and the customers of the orders.
      expect(statements).toHaveLength(5);
      for (const { id, orders, oldest } of result.customers.nodes.filter(({ id }) => customers.includes(id))) {
        const nodes = [2, 1].map((n) => ({ id: `order_${id}_${n}`, customer: { id } }));
        expect([orders, oldest]).toEqual([{ totalCount: 2, nodes }, { nodes: [{ id: `order_${id}_1` }] }]);
      }
    },
  );
});
