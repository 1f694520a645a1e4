import { type Caller, customerIdOf } from "../../access/auth/caller.js";
import type { Reader } from "../../database/fast-reads/reader.js";
import type { Order as OrderRow } from "../../database/generated/client.js";
import { columnOf } from "../../database/sql/sql.js";
import { rowById, rowByIdOfOwner } from "../../graphql/loaders/row-by-id.js";
import { nestedList } from "../../graphql/pagination/list.js";
import type { OrderListArgs } from "./order.args.js";
import { ordersOfCustomer } from "./order.list.js";

const ordersById = rowById<OrderRow>("customer_order o", ordersOfCustomer);
const ownOrders = rowByIdOfOwner<OrderRow>("customer_order o", ordersOfCustomer, columnOf("o", "customer_id"));

/** Creates the loaders that read orders in batches. */
export function createOrderLoaders(reader: Reader, caller: Caller | null) {
  const ownId = customerIdOf(caller);
  return {
    /** Orders by id. Null for an unknown id and, if the caller is a customer, for orders of other customers. */
    byId: ownId === null ? ordersById(reader) : ownOrders(reader, ownId),
    ofCustomer: nestedList<OrderListArgs, OrderRow>(reader, ordersOfCustomer),
  };
}
