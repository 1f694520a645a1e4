import type { ClientBase } from "pg";

const maxPrices = 10_000;

/*
 * A price list must not apply to more people than in Medusa. So a list is refused if it has rules that this server does not
 * have, if none of its groups came in, or if one of its groups got members of a refused group with the same name that the
 * list does not name.
 */

/** Plans the groups and the prices of price lists. */
export async function planPriceLists(client: ClientBase): Promise<void> {
  await client.query(
    `UPDATE medusa_price_list l SET customer_group_ids = coalesce((
       SELECT array_agg(DISTINCT g.target_id ORDER BY g.target_id) FROM medusa_group g
       WHERE g.medusa_id = ANY (l.group_refs) AND g.problem IS NULL), '{}') WHERE is_for_groups`,
  );
  await refuseListsThatWouldOpen(client);
  await client.query(
    `UPDATE medusa_price_list l SET prices = p.prices, problem = CASE WHEN p.count > ${maxPrices} THEN coalesce(l.problem, 'TOO_MANY prices') ELSE l.problem END
     FROM (
       SELECT list_ref, count(*) AS count, jsonb_agg(price::jsonb ORDER BY seq) AS prices FROM medusa_price
       WHERE price IS NOT NULL GROUP BY list_ref
     ) p WHERE p.list_ref = l.medusa_id`,
  );
}

async function refuseListsThatWouldOpen(client: ClientBase): Promise<void> {
  await client.query(
    "UPDATE medusa_price_list SET problem = 'NOT_FOUND groups' WHERE is_for_groups AND customer_group_ids = '{}' AND problem IS NULL",
  );
  // The members of a refused group that are not members of the group with the same name in Medusa.
  await client.query(
    `UPDATE medusa_price_list l SET problem = 'NAME_TAKEN groups'
     FROM medusa_group g JOIN medusa_group r ON r.owner_id = g.target_id AND r.problem IS NOT NULL
     WHERE l.problem IS NULL AND l.is_for_groups AND g.problem IS NULL
       AND g.medusa_id = ANY (l.group_refs) AND r.medusa_id <> ALL (l.group_refs)
       AND EXISTS (
         SELECT FROM medusa_member m WHERE m.group_ref = r.medusa_id AND NOT EXISTS (
           SELECT FROM medusa_member o WHERE o.group_ref = ANY (l.group_refs) AND o.customer_ref = m.customer_ref))`,
  );
}

/** Says for each price what became of its list. */
export async function planPrices(client: ClientBase): Promise<void> {
  await client.query(
    `UPDATE medusa_price p SET outcome = d.outcome, problem = d.problem FROM (
       SELECT n.seq,
         CASE WHEN n.is_left_out THEN 'left out' WHEN n.problem IS NOT NULL OR l.seq IS NULL THEN 'refused' ELSE l.outcome END AS outcome,
         CASE WHEN n.problem IS NOT NULL THEN n.problem WHEN l.seq IS NULL THEN 'NOT_FOUND price list'
           WHEN l.problem IS NOT NULL THEN 'price list refused: ' || l.problem END AS problem
       FROM medusa_price n LEFT JOIN medusa_price_list l ON l.medusa_id = n.list_ref
     ) d WHERE d.seq = p.seq`,
  );
}
