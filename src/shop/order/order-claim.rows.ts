import type { Tx } from "../../database/transactions/transaction.js";
import { storableIds } from "../../graphql/node/ids.js";

/** A registered customer who has proved an email. */
interface Claimer {
  readonly id: string;
  readonly email: string;
}

/**
 * Gives a customer the orders of the guest with the same email, and the orders under the email that have no customer. The guest
 * stays. Orders that others have claimed before stay theirs. Lock the row of the customer first.
 */
export async function claimOrders(tx: Tx, { id, email }: Claimer): Promise<void> {
  // FOR UPDATE waits for transactions that record orders of the guest (`findOrderOwners`), and they wait for this one.
  const guests = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM customer WHERE email = ${email} AND NOT has_account AND deleted_at IS NULL FOR UPDATE`;
  const guestIds = guests.map((guest) => guest.id);
  if (guestIds.length > 0) {
    await tx.$executeRaw`
      UPDATE customer SET orders_claimed_by = ${id}, version = version + 1, updated_at = now()
      WHERE id = ANY (${guestIds}::text[]) AND orders_claimed_by IS DISTINCT FROM ${id}`;
  }
  await tx.$executeRaw`
    WITH claimed AS MATERIALIZED (
      SELECT id FROM customer_order
      WHERE customer_id = ANY (${guestIds}::text[]) OR (customer_id IS NULL AND email = ${email})
      ORDER BY id FOR NO KEY UPDATE)
    UPDATE customer_order o SET customer_id = ${id}, is_claimed = true, claimed_from = o.customer_id, updated_at = now()
    FROM claimed WHERE o.id = claimed.id`;
}

interface OrderOwners {
  readonly owners: ReadonlyMap<string, string>;
  readonly erased: ReadonlySet<string>;
}

/**
 * Finds the customers whose orders are recorded, including deleted ones. The orders of a guest go to the customer who has
 * claimed them, also if that customer has another email now, unless the customer is deleted.
 * @returns the owner of the orders, by the id of each existing customer, and the customers whose data was erased.
 */
export async function findOrderOwners(tx: Tx, ids: readonly string[]): Promise<OrderOwners> {
  const wanted = storableIds(ids);
  if (wanted.length === 0) return { owners: new Map(), erased: new Set() };
  // The lock of the foreign key. A claim or an erasure, which lock FOR UPDATE, cannot miss an order that is being recorded.
  const named = await tx.$queryRaw<{ id: string; ordersClaimedBy: string | null; isErased: boolean }[]>`
    SELECT id, orders_claimed_by AS "ordersClaimedBy", erased_at IS NOT NULL AS "isErased" FROM customer
    WHERE id = ANY (${wanted}::text[]) ORDER BY id FOR KEY SHARE`;
  const owners = new Map(named.map(({ id }) => [id, id]));
  const claimed = named.filter(({ ordersClaimedBy }) => ordersClaimedBy !== null).map(({ id }) => id);
  const erased = new Set(named.filter(({ isErased }) => isErased).map(({ id }) => id));
  if (claimed.length === 0) return { owners, erased };
  const claims = await tx.$queryRaw<{ guestId: string; claimerId: string }[]>`
    SELECT guest.id AS "guestId", claimer.id AS "claimerId"
    FROM customer guest JOIN customer claimer ON claimer.id = guest.orders_claimed_by
    WHERE guest.id = ANY (${claimed}::text[]) AND claimer.has_account AND claimer.deleted_at IS NULL`;
  for (const { guestId, claimerId } of claims) owners.set(guestId, claimerId);
  return { owners, erased };
}
