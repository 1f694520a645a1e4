import DataLoader from "dataloader";
import { type Caller, ownRecordOf } from "../auth/caller.js";
import type { Order as OrderRow, PrismaClient } from "../database/generated/client.js";
import { oneByKey } from "../loaders/align-keys.js";
import { storableOnly } from "../node/ids.js";
import { nestedList } from "../pagination/list.js";
import type { OrderListArgs } from "./order.args.js";
import { ordersOfCustomer } from "./order.list.js";

/** What reads orders in batches. */
export function createOrderLoaders(db: PrismaClient, caller: Caller | null) {
  const ownerId = ownRecordOf(caller);
  return {
    /** Orders by id; null for an unknown id, and for other customers' orders when the caller is one. */
    orderById: new DataLoader<string, OrderRow | null>(async (ids) => {
      const owned = ownerId === null ? {} : { customerId: ownerId };
      const rows = await db.order.findMany({ where: { id: { in: storableOnly(ids) }, ...owned } });
      return oneByKey(ids, rows, ({ id }) => id);
    }),
    ordersOfCustomer: nestedList<OrderListArgs, OrderRow>(db, ordersOfCustomer),
  };
}
