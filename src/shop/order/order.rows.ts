import { type Order as OrderRow, Prisma } from "../../database/generated/client.js";
import { selectList } from "../../database/sql/sql.js";
import type { StoredJson } from "../../database/sql/stored-json.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { orderColumns } from "./order.list.js";

/*
 * One statement writes any number of orders.
 *
 * Concurrent calls may record the same orders. They do not deadlock and lose no data, because each call first inserts the
 * orders that may be new and then locks the existing ones, both in the order of the ids. A call that inserts an order waits
 * for another call that inserts the same order, and finds it after that commit. A call that locks orders waits only for
 * calls that lock in the same order: the rows that it locks were committed before, so no inserting call holds them.
 */

const columns = Prisma.raw(Object.values(orderColumns).join(", "));
const returned = selectList("o", orderColumns);

/** Inserts the orders that do not exist yet, and returns them. */
export async function insertNewOrders(tx: Tx, orders: readonly OrderRow[]): Promise<OrderRow[]> {
  if (orders.length === 0) return [];
  return tx.$queryRaw<OrderRow[]>`
    INSERT INTO customer_order AS o (${columns})
    SELECT ${columns} FROM ${rowsOf(orders)} ORDER BY id COLLATE "C"
    ON CONFLICT (id) DO NOTHING
    RETURNING ${returned}`;
}

/** Reads orders and locks the rows until the transaction ends. */
export async function lockOrders(tx: Tx, ids: readonly string[]): Promise<OrderRow[]> {
  if (ids.length === 0) return [];
  return tx.$queryRaw<OrderRow[]>`
    SELECT ${returned} FROM customer_order o WHERE o.id = ANY (${ids}::text[]) ORDER BY o.id FOR NO KEY UPDATE`;
}

/** Updates locked orders. `metadata` holds the new metadata by order id; orders without an entry keep theirs. */
export async function updateOrders(
  tx: Tx,
  orders: readonly OrderRow[],
  metadata: ReadonlyMap<string, StoredJson | null>,
): Promise<void> {
  if (orders.length === 0) return;
  const texts = [...metadata.values()].map((json) => json?.text ?? null);
  await tx.$executeRaw`
    UPDATE customer_order o
    SET customer_id = n.customer_id, is_claimed = n.is_claimed, claimed_from = n.claimed_from, display_id = n.display_id, status = n.status, email = n.email,
      currency_code = n.currency_code, total = n.total, placed_at = n.placed_at,
      metadata = CASE WHEN m.id IS NULL THEN o.metadata ELSE m.metadata::jsonb END, updated_at = n.updated_at
    FROM ${rowsOf(orders)}
      LEFT JOIN unnest(${[...metadata.keys()]}::text[], ${texts}::text[]) AS m (id, metadata) ON m.id = n.id
    WHERE o.id = n.id`;
}

/** The orders as rows in SQL, with the name `n`. */
function rowsOf(orders: readonly OrderRow[]): Prisma.Sql {
  const rows = orders.map((order) =>
    Object.fromEntries(Object.entries(orderColumns).map(([name, column]) => [column, order[name as keyof OrderRow]])),
  );
  return Prisma.sql`jsonb_populate_recordset(NULL::customer_order, ${JSON.stringify(rows)}::jsonb) AS n`;
}
