import { type Order as OrderRow, Prisma } from "../../database/generated/client.js";
import { selectList } from "../../database/sql/columns.js";
import type { StoredJson } from "../../database/sql/stored-json.js";
import type { Tx } from "../../database/transactions/transaction.js";
import { orderColumns } from "./order.list.js";

/*
 * Orders are written by sets: the number of statements does not grow with the number of orders.
 *
 * Calls that record the same orders at once neither deadlock nor lose anything, as long as each first inserts the orders
 * that may be new, then locks those that were there, both in the order of the ids. A call that inserts waits for those
 * that insert the same orders, and finds them there when they are through. A call that locks holds back nobody it waits
 * for: what it wants was committed before it came that far, and is held only by calls that lock in the same order.
 */

const columns = Prisma.raw(Object.values(orderColumns).join(", "));
const returned = selectList("o", orderColumns);

/** Inserts those of the orders that are not there, and gives them. */
export async function insertNewOrders(tx: Tx, orders: readonly OrderRow[]): Promise<OrderRow[]> {
  if (orders.length === 0) return [];
  return tx.$queryRaw<OrderRow[]>`
    INSERT INTO customer_order AS o (${columns})
    SELECT ${columns} FROM ${rowsOf(orders)} ORDER BY id COLLATE "C"
    ON CONFLICT (id) DO NOTHING
    RETURNING ${returned}`;
}

/** Reads orders that this transaction may change, and keeps others from changing them until it ends. */
export async function lockOrders(tx: Tx, ids: readonly string[]): Promise<OrderRow[]> {
  if (ids.length === 0) return [];
  return tx.$queryRaw<OrderRow[]>`
    SELECT ${returned} FROM customer_order o WHERE o.id = ANY (${ids}::text[]) ORDER BY o.id FOR NO KEY UPDATE`;
}

/** Writes orders that are locked, and by their ids the metadata of those where it changes: the others keep theirs. */
export async function updateOrders(
  tx: Tx,
  orders: readonly OrderRow[],
  metadata: ReadonlyMap<string, StoredJson | null>,
): Promise<void> {
  if (orders.length === 0) return;
  const texts = [...metadata.values()].map((json) => json?.text ?? null);
  await tx.$executeRaw`
    UPDATE customer_order o
    SET customer_id = n.customer_id, display_id = n.display_id, status = n.status, email = n.email,
      currency_code = n.currency_code, total = n.total, placed_at = n.placed_at,
      metadata = CASE WHEN m.id IS NULL THEN o.metadata ELSE m.metadata::jsonb END, updated_at = n.updated_at
    FROM ${rowsOf(orders)}
      LEFT JOIN unnest(${[...metadata.keys()]}::text[], ${texts}::text[]) AS m (id, metadata) ON m.id = n.id
    WHERE o.id = n.id`;
}

/** Orders as rows of the table, under the name `n`. */
function rowsOf(orders: readonly OrderRow[]): Prisma.Sql {
  const rows = orders.map((order) =>
    Object.fromEntries(Object.entries(orderColumns).map(([name, column]) => [column, order[name as keyof OrderRow]])),
  );
  return Prisma.sql`jsonb_populate_recordset(NULL::customer_order, ${JSON.stringify(rows)}::jsonb) AS n`;
}
