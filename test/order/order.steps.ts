import type { Prisma } from "../../src/database/generated/client.js";
import type { OrderRecordInput } from "../support/generated/graphql.js";
import type { TestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { recordOrders } from "./order.operations.js";

/** An order of the order system with the required fields only. */
export function orderInput(values: Partial<OrderRecordInput> = {}): OrderRecordInput {
  const placedAt = "2026-01-02T03:04:05.678Z";
  return { id: "order_1", status: "PENDING", currencyCode: "EUR", total: "10.00", placedAt, ...values };
}

export async function record(server: TestServer, ...orders: OrderRecordInput[]) {
  return (await server.run(recordOrders, { orders })).ordersRecord;
}

/** Records an order. */
export async function givenOrder(server: TestServer, values: Partial<OrderRecordInput> = {}) {
  const { orders, userErrors } = await record(server, orderInput(values));
  const [order] = orders;
  if (!order) throw new Error(`The order was refused: ${inShort(userErrors)}`);
  return order;
}

/** Inserts orders into the table. */
export async function givenOrders(
  { testDatabase }: TestServer,
  rows: readonly (Partial<Prisma.OrderCreateManyInput> & { id: string })[],
): Promise<void> {
  const placedAt = new Date("2026-01-02T03:04:05.678Z");
  const data = rows.map((row) => ({ status: "PENDING", currencyCode: "EUR", total: "1.00", placedAt, ...row }));
  await testDatabase.database.prisma.order.createMany({ data });
}
