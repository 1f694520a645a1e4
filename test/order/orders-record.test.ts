import { givenCustomer, givenCustomers, longAgo, remove, restore } from "../customer/customer.steps.js";
import type { OrderRecordInput } from "../support/generated/graphql.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { readOrder } from "./order.operations.js";
import { givenOrder, orderInput, record } from "./order.steps.js";

const refusals: [string, Partial<OrderRecordInput>, string][] = [
  ["an empty id", { id: "" }, "BLANK at orders.1.id"],
  ["a blank id", { id: " " }, "BLANK at orders.1.id"],
  ["an id of 256 characters", { id: "a".repeat(256) }, "TOO_LONG at orders.1.id"],
  ["an id with NUL", { id: "order_\0" }, "INVALID at orders.1.id"],
  ["an id with half a surrogate pair", { id: "order_\ud800" }, "INVALID at orders.1.id"],
  ["the id of something else", { id: "cus_1" }, "INVALID_ID at orders.1.id"],
  ["an id that was there before", { id: "order_1" }, "CONFLICTING_INPUT at orders.1.id"],
  ["an invalid email", { email: "ada" }, "INVALID_EMAIL at orders.1.email"],
  ["an invalid currency", { currencyCode: "EURO" }, "INVALID_CURRENCY at orders.1.currencyCode"],
  ["a display id of 256 characters", { displayId: "a".repeat(256) }, "TOO_LONG at orders.1.displayId"],
  ["a display id with a line break", { displayId: "1\n2" }, "INVALID at orders.1.displayId"],
  ["a total with two signs", { total: "--1" }, "INVALID_AMOUNT at orders.1.total"],
  ["a total with too many decimals", { total: "1.001" }, "INVALID_AMOUNT at orders.1.total"],
  ["a total that is blank", { total: " " }, "INVALID_AMOUNT at orders.1.total"],
  ["a year past the last", { placedAt: "9999-12-31T23:00:00-12:00" }, "OUT_OF_RANGE at orders.1.placedAt"],
  ["metadata with NUL", { metadata: { a: "\0" } }, "INVALID at orders.1.metadata"],
  ["metadata that is too large", { metadata: { a: "x".repeat(65_536) } }, "TOO_LONG at orders.1.metadata"],
  ["a customer's id that is an address's", { customerId: "cuaddr_1" }, "INVALID_ID at orders.1.customerId"],
  ["an unknown customer", { customerId: "cus_x" }, "NOT_FOUND at orders.1.customerId"],
  ["an empty customer's id", { customerId: "" }, "NOT_FOUND at orders.1.customerId"],
  ["a customer's id with NUL", { customerId: "cus_\0" }, "NOT_FOUND at orders.1.customerId"],
];

describe("ordersRecord", () => {
  const server = useTestServer();
  const read = async (id: string) => (await server.run(readOrder, { id })).order;

  const full: OrderRecordInput = {
    id: "order_1",
    customerId: "cus_000000",
    displayId: " A-1042 ",
    status: "REQUIRES_ACTION",
    email: " ADA@Example.com ",
    currencyCode: "jpy",
    total: " 0100 ",
    placedAt: "2026-01-02T05:04:05.678+02:00",
    metadata: { channel: "web", none: null, empty: "" },
  };

  it("creates orders, and returns them in the given order, the same as a later query", async () => {
    await givenCustomers(server, 1);
    const { orders, ...counts } = await record(server, orderInput({ id: "order_2" }), full);
    expect(counts).toEqual({ created: 2, updated: 0, unchanged: 0, userErrors: [] });
    const least = { displayId: null, email: null, metadata: null, customer: null };
    expect(orders).toEqual([
      { ...orderInput({ id: "order_2" }), ...least },
      {
        id: "order_1",
        displayId: "A-1042",
        status: "REQUIRES_ACTION",
        email: "ada@example.com",
        currencyCode: "JPY",
        total: "100",
        placedAt: "2026-01-02T03:04:05.678Z",
        metadata: { channel: "web", none: null },
        customer: { id: "cus_000000" },
      },
    ]);
    for (const order of orders) expect(await read(order.id)).toEqual(order);
  });

  it("accepts any string as an id, unchanged", async () => {
    const ids = ["4711", " 4711", "ORDER_1", "order_Ü/1", "😀".repeat(255), "' OR 1=1 --"];
    const { orders, created } = await record(server, ...ids.map((id) => orderInput({ id })));
    expect(created).toBe(ids.length);
    expect(orders.map(({ id }) => id)).toEqual(ids);
    expect((await read(" 4711"))?.id).toBe(" 4711");
  });

  it("changes nothing when the same call is repeated, also with values in another format", async () => {
    await givenCustomers(server, 1);
    const calls = [full, orderInput({ id: "order_2", metadata: {} })];
    const { orders } = await record(server, ...calls);
    await server.testDatabase.database.prisma.order.updateMany({ data: { updatedAt: longAgo } });
    const before = await allRows(server);
    const again = await record(server, ...calls);
    expect(again).toEqual({ orders, created: 0, updated: 0, unchanged: 2, userErrors: [] });
    const inOtherForm = { ...full, email: "ada@example.com", currencyCode: "JPY", total: "100", metadata: {} };
    expect(await record(server, inOtherForm)).toMatchObject({ updated: 0, unchanged: 1 });
    expect(await allRows(server)).toEqual(before);
  });

  it.each<[string, Partial<OrderRecordInput>, object]>([
    ["the status", { status: "COMPLETED" }, { status: "COMPLETED" }],
    ["currency and total", { currencyCode: "EUR", total: "1" }, { currencyCode: "EUR", total: "1.00" }],
    ["the day", { placedAt: "2026-01-02T03:04:05.679Z" }, { placedAt: "2026-01-02T03:04:05.679Z" }],
    ["the email to null", { email: null }, { email: null }],
    ["the email to null for a blank string", { email: " " }, { email: null }],
    ["the number to null", { displayId: null }, { displayId: null }],
    ["the customer", { customerId: "cus_000001" }, { customer: { id: "cus_000001" } }],
    ["the customer to null", { customerId: null }, { customer: null }],
    ["metadata by merging", { metadata: { channel: "", new: [1] } }, { metadata: { none: null, new: [1] } }],
    ["metadata to null", { metadata: null }, { metadata: null }],
  ])("changes %s of an existing order, and keeps omitted fields", async (_, values, changed) => {
    await givenCustomers(server, 2);
    const before = await givenOrder(server, full);
    const { id, status, currencyCode, total, placedAt } = full;
    const { orders, ...counts } = await record(server, { id, status, currencyCode, total, placedAt, ...values });
    expect(counts).toEqual({ created: 0, updated: 1, unchanged: 0, userErrors: [] });
    expect(orders).toEqual([{ ...before, ...changed }]);
    expect(await read(String(id))).toEqual(orders[0]);
  });

  it("returns exact counts of new, changed and unchanged orders", async () => {
    await record(server, ...["order_1", "order_2", "order_3"].map((id) => orderInput({ id })));
    const statuses = { order_4: "PENDING", order_3: "CANCELED", order_2: "PENDING", order_0: "PENDING" } as const;
    const call = Object.entries(statuses).map(([id, status]) => orderInput({ id, status }));
    const { orders, ...counts } = await record(server, ...call);
    expect(counts).toEqual({ created: 2, updated: 1, unchanged: 1, userErrors: [] });
    expect(Object.fromEntries(orders.map(({ id, status }) => [id, status]))).toEqual(statuses);
    expect(await record(server)).toEqual({ orders: [], created: 0, updated: 0, unchanged: 0, userErrors: [] });
  });

  it.each(refusals)("refuses %s and writes nothing", async (_, values, error) => {
    const { orders, userErrors, ...counts } = await record(
      server,
      orderInput(),
      orderInput({ id: "order_2", ...values }),
    );
    expect([orders, counts]).toEqual([[], { created: 0, updated: 0, unchanged: 0 }]);
    expect(inShort(userErrors)).toEqual([error]);
    expect((await allRows(server)).orders).toEqual([]);
  });

  it("returns all errors at once, with all unknown customers in one error", async () => {
    const { userErrors } = await record(
      server,
      orderInput({ customerId: "cus_y", total: "x" }),
      orderInput({ customerId: "cus_x", currencyCode: "XYZ", email: "no" }),
      orderInput({ id: "order_2", customerId: "cus_y" }),
    );
    expect(inShort(userErrors).sort()).toEqual([
      "CONFLICTING_INPUT at orders.1.id",
      "INVALID_AMOUNT at orders.0.total",
      "INVALID_CURRENCY at orders.1.currencyCode",
      "INVALID_EMAIL at orders.1.email",
      "NOT_FOUND at orders",
    ]);
    expect(userErrors).toContainEqual(expect.objectContaining({ ids: ["cus_y", "cus_x"] }));
  });

  it("records orders of a deleted customer, who is visible again after being restored", async () => {
    const { id: customerId } = await givenCustomer(server);
    await givenOrder(server, { customerId });
    await givenOrder(server, { id: "order_2" });
    await remove(server, customerId);
    for (const [id, counts] of [
      ["order_1", { updated: 1 }],
      ["order_2", { updated: 1 }],
      ["order_3", { created: 1 }],
    ] as const) {
      const outcome = await record(server, orderInput({ id, customerId, status: "COMPLETED" }));
      expect(outcome).toMatchObject({ orders: [{ status: "COMPLETED", customer: null }], userErrors: [], ...counts });
    }
    await restore(server, customerId);
    for (const id of ["order_1", "order_2", "order_3"]) expect((await read(id))?.customer).toEqual({ id: customerId });
  });

  it.each([
    ["EUR", "-1", "-1.00"],
    ["EUR", " -0.50 ", "-0.50"],
    ["EUR", "-0", "0.00"],
    ["JPY", "-1000.000", "-1000"],
    ["HRK", "7.5", "7.50"],
    ["dem", "-1.95583000000", null],
    ["DEM", "1.95", "1.95"],
    ["LTL", "3.4528", null],
    ["ITL", "1936.00", "1936"],
    ["BGN", "1.95000", "1.95"],
  ])("keeps a total of %s %s as %s", async (currencyCode, total, kept) => {
    const { orders, userErrors } = await record(server, orderInput({ currencyCode, total }));
    expect(inShort(userErrors)).toEqual(kept === null ? ["INVALID_AMOUNT at orders.0.total"] : []);
    expect(orders.map((order) => order.total)).toEqual(kept === null ? [] : [kept]);
  });

  it("takes as many statements for 1,000 orders as for one, and returns TOO_MANY for more", async () => {
    const [customerId = ""] = await givenCustomers(server, 1);
    const many = Array.from({ length: 1_001 }, (_, index) => orderInput({ id: `order_${index}`, customerId }));
    expect(inShort((await record(server, ...many)).userErrors)).toEqual(["TOO_MANY at orders"]);
    const countFor = async (orders: OrderRecordInput[]) =>
      (await server.testDatabase.withStatements(() => record(server, ...orders))).statements.length;
    const few = [await countFor([orderInput({ id: "one", customerId })])];
    few.push(await countFor([orderInput({ id: "one", customerId, status: "COMPLETED" })]));
    const all = [await countFor(many.slice(1))];
    all.push(await countFor(many.slice(1).map((order) => ({ ...order, status: "COMPLETED" }))));
    expect(all).toEqual(few);
    expect(await record(server, ...many.slice(1))).toMatchObject({ updated: 1_000, unchanged: 0 });
  });
});
