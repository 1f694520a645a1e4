import { type Order as OrderRow, Prisma } from "../../database/generated/client.js";
import { type Columns, columnOf } from "../../database/sql/sql.js";
import { type List, naturalKey, timeKey } from "../../graphql/pagination/list-definition.js";
import { orderFilterCondition } from "../filters/order-filter.condition.js";
import type { OrderListArgs } from "./order.args.js";

export const orderColumns: Columns<OrderRow> = {
  id: "id",
  customerId: "customer_id",
  displayId: "display_id",
  status: "status",
  email: "email",
  currencyCode: "currency_code",
  total: "total",
  placedAt: "placed_at",
  metadata: "metadata",
  isClaimed: "is_claimed",
  claimedFrom: "claimed_from",
  createdAt: "created_at",
  updatedAt: "updated_at",
};

/** The common part of all lists of orders. Without a requested order, the newest orders come first. */
const orderList = {
  name: "Order",
  alias: "o",
  columns: orderColumns,
  alwaysSelected: ["id", "customerId"],
  id: columnOf("o", "id"),
  sortKeys: {
    DISPLAY_ID: naturalKey(columnOf("o", "display_id")),
    PLACED_AT: timeKey(columnOf("o", "placed_at")),
  },
  defaultSort: [{ field: "PLACED_AT", direction: "DESC" }],
} as const;

/** All orders, also those of deleted customers and those without a customer. */
export const allOrders: List<OrderListArgs> = {
  ...orderList,
  rows: ({ where }) => ({
    from: Prisma.sql`customer_order o`,
    condition: orderFilterCondition(where, "o").sql(true),
    isCoveredByIndexes: !where,
  }),
};

/** The orders of a customer, who may be deleted. */
export const ordersOfCustomer: List<OrderListArgs> = {
  ...orderList,
  keepsRowsOfDeletedParent: true,
  rows: ({ where }) => ({
    from: Prisma.sql`customer_order o`,
    condition: Prisma.sql`o.customer_id = parent.id AND ${orderFilterCondition(where, "o").sql(true)}`,
  }),
};
