import { type Caller, ownRecordOf } from "../auth/caller.js";
import { type Order as OrderRow, Prisma } from "../database/generated/client.js";
import type { Reader } from "../database/reader.js";
import { rowById, selectById } from "../loaders/row-by-id.js";
import { nestedList } from "../pagination/list.js";
import type { OrderListArgs } from "./order.args.js";
import { ordersOfCustomer } from "./order.list.js";

const selectOrders = selectById("customer_order o", ordersOfCustomer);

/** What reads orders in batches. */
export function createOrderLoaders(reader: Reader, caller: Caller | null) {
  const ownerId = ownRecordOf(caller);
  return {
    /** Orders by id; null for an unknown id, and for other customers' orders when the caller is one. */
    orderById: rowById<OrderRow>(
      reader,
      selectOrders,
      ownerId === null ? Prisma.sql`true` : Prisma.sql`o.customer_id = ${ownerId}`,
    ),
    ordersOfCustomer: nestedList<OrderListArgs, OrderRow>(reader, ordersOfCustomer),
  };
}
