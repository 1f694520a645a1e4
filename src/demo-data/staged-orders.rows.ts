import type { ClientBase } from "pg";
import type { DemoOrder } from "./demo-orders.js";
import { orderColumns } from "./demo-tables.js";
import { insertRows } from "./insert-rows.js";

const table = "unnumbered_demo_order";
const columns = orderColumns.map(({ name }) => name).join(", ");

/**
 * Creates a temporary table for the orders. They are generated customer by customer, but their numbers rise with time. So a number is
 * known only when all orders are generated, and a million customers have too many orders for the memory of this process.
 */
export async function createOrderStagingTable(client: ClientBase): Promise<void> {
  await client.query(
    `CREATE TEMPORARY TABLE ${table} ON COMMIT DROP AS SELECT ${columns} FROM customer_order WITH NO DATA`,
  );
}

/** Writes orders without numbers into the temporary table. */
export async function stageOrders(client: ClientBase, orders: readonly DemoOrder[]): Promise<void> {
  await insertRows(client, table, orderColumns, orders);
}

/**
 * Writes the staged orders with their numbers: 1001, 1002 and so on. Returns how many there are. Rows are written in the
 * order of the customers: in the order of time, the table and its indexes take 7 % more space.
 */
export async function insertNumberedOrders(client: ClientBase): Promise<number> {
  const { rowCount } = await client.query(
    `INSERT INTO customer_order (${columns}, display_id)
     SELECT ${columns}, (1000 + row_number() OVER (ORDER BY placed_at, id))::text FROM ${table}
     ORDER BY customer_id, id`,
  );
  return rowCount ?? 0;
}
