import type { ClientBase } from "pg";
import { planLogins, planMemberships } from "./plan-members.js";
import { planPriceLists, planPrices } from "./plan-price-lists.js";
import { decideOutcomes, findVanished, refuseDuplicates, resolveAuthors, resolveIds } from "./plan-rows.js";
import { targets, uniqueKeys } from "./target-tables.js";

const byName = { key: uniqueKeys.name, code: "NAME_TAKEN name" };
const byEmail = { key: uniqueKeys.email, code: "EMAIL_TAKEN email" };

/**
 * Plans all rows. Writes only to temporary tables.
 *
 * Each statement joins whole tables, whose statistics may be from before an earlier import. Nested loops, which PostgreSQL then
 * prefers, take minutes for 10,000 customers instead of seconds. They stay off until the import writes.
 */
export async function planImport(client: ClientBase): Promise<void> {
  await client.query(
    `ANALYZE medusa_row, ${Object.values(targets)
      .map(({ table }) => table)
      .join(", ")}`,
  );
  await client.query("SET enable_nestloop = off");
  await planAll(client);
}

async function planAll(client: ClientBase): Promise<void> {
  await client.query(
    `DROP TABLE IF EXISTS pg_temp.medusa_vanished;
     CREATE TEMPORARY TABLE medusa_vanished (kind text, id text COLLATE "C", PRIMARY KEY (id, kind))`,
  );
  for (const target of Object.values(targets)) {
    await resolveIds(client, target);
    if (target.canBeDeleted) await findVanished(client, target);
  }
  await planRegions(client);
  await planGroups(client);
  await planCustomers(client);
  await planAddresses(client);
  await planLogins(client);
  await planMemberships(client);
  await planPriceLists(client);
  await decideOutcomes(client, targets.PriceList);
  await planPrices(client);
  await planOrders(client);
}

async function planRegions(client: ClientBase): Promise<void> {
  await refuseDuplicates(client, targets.Region, byName);
  // A country belongs to one region. A region here that does not come from Medusa keeps its countries.
  await client.query(
    `UPDATE medusa_region s SET country_codes = ARRAY(
       SELECT code FROM unnest(s.country_codes) AS code WHERE NOT EXISTS (
         SELECT FROM region_country c WHERE c.country_code = code
           AND NOT EXISTS (SELECT FROM medusa_region o WHERE o.target_id = c.region_id AND o.problem IS NULL)
           AND NOT EXISTS (SELECT FROM medusa_vanished v WHERE v.id = c.region_id)) ORDER BY code)`,
  );
  await decideOutcomes(client, targets.Region);
}

async function planGroups(client: ClientBase): Promise<void> {
  await resolveAuthors(client, targets.CustomerGroup);
  await refuseDuplicates(client, targets.CustomerGroup, byName);
  await decideOutcomes(client, targets.CustomerGroup);
  // The members of a refused group go to the group of Medusa with its name, not to a group that was made here.
  await client.query(
    `ALTER TABLE medusa_group ADD COLUMN owner_id text COLLATE "C";
     UPDATE medusa_group g SET owner_id = CASE WHEN g.problem IS NULL THEN g.target_id ELSE (
       SELECT w.target_id FROM medusa_group w
       WHERE w.target_id = g.existing_id AND w.problem IS NULL AND g.problem = '${byName.code}') END;
     CREATE INDEX ON medusa_group (owner_id)`,
  );
}

async function planCustomers(client: ClientBase): Promise<void> {
  const { staging, table } = targets.Customer;
  // A customer who registered here stays registered.
  await client.query(
    `UPDATE ${staging} s SET is_registered_in_medusa = s.has_account,
       has_account = s.has_account OR coalesce((SELECT t.has_account FROM ${table} t WHERE t.id = s.target_id), false)`,
  );
  await client.query(
    `UPDATE ${staging} s SET problem = 'ERASED customer' FROM ${table} t WHERE t.id = s.target_id AND t.erased_at IS NOT NULL`,
  );
  await client.query(
    `DELETE FROM medusa_vanished v USING ${table} t WHERE v.kind = 'Customer' AND t.id = v.id AND t.erased_at IS NOT NULL`,
  );
  await refuseErasedEmails(client);
  await resolveAuthors(client, targets.Customer);
  await client.query(`CREATE INDEX ON ${staging} (email); ANALYZE ${staging}`);
  await refuseDuplicates(client, targets.Customer, byEmail);
  await decideOutcomes(client, targets.Customer);
  await client.query(
    `UPDATE ${staging} SET owner_id = CASE WHEN problem IS NULL THEN target_id
       WHEN problem = 'ERASED customer' THEN (SELECT t.id FROM ${table} t WHERE t.id = target_id)
       WHEN problem = '${byEmail.code}' THEN existing_id END`,
  );
}

/** Data from before an erasure does not come back under another id. Somebody who came back later is another customer. */
async function refuseErasedEmails(client: ClientBase): Promise<void> {
  await client.query(
    `DROP TABLE IF EXISTS pg_temp.medusa_erased;
     CREATE TEMPORARY TABLE medusa_erased AS
       SELECT s.email, max(t.erased_at) AS erased_at FROM medusa_customer s JOIN customer t ON t.id = s.target_id
       WHERE t.erased_at IS NOT NULL AND s.email IS NOT NULL GROUP BY s.email;
     UPDATE medusa_customer s SET problem = 'ERASED customer' FROM medusa_erased e
     WHERE e.email = s.email AND s.created_at < e.erased_at AND s.problem IS NULL`,
  );
}

async function planAddresses(client: ClientBase): Promise<void> {
  await client.query(
    `UPDATE medusa_address a SET customer_id = d.target_id, problem = coalesce(a.problem, d.problem), deleted_at = d.deleted_at,
       deleted_with_customer = d.deleted_at IS NOT NULL,
       is_default_shipping = a.is_default_shipping AND d.shipping_place = 1,
       is_default_billing = a.is_default_billing AND d.billing_place = 1
     FROM (
       SELECT n.seq, c.target_id, c.deleted_at,
         row_number() OVER (PARTITION BY n.customer_ref, n.is_default_shipping ORDER BY n.age, n.medusa_id) AS shipping_place,
         row_number() OVER (PARTITION BY n.customer_ref, n.is_default_billing ORDER BY n.age, n.medusa_id) AS billing_place,
         CASE WHEN c.seq IS NULL THEN 'NOT_FOUND customer'
           WHEN c.problem IS NOT NULL THEN 'customer refused: ' || c.problem END AS problem
       FROM medusa_address n LEFT JOIN medusa_customer c ON c.medusa_id = n.customer_ref
     ) d WHERE d.seq = a.seq`,
  );
  await client.query("CREATE INDEX ON medusa_address (customer_id); ANALYZE medusa_address");
  await decideOutcomes(client, targets.Address);
}

async function planOrders(client: ClientBase): Promise<void> {
  await client.query(
    `UPDATE medusa_order o SET customer_id = d.owner_id, problem = coalesce(o.problem, d.problem), moved = d.moved,
       email = CASE WHEN NOT d.is_erased THEN o.email END, metadata = CASE WHEN NOT d.is_erased THEN o.metadata END
     FROM (
       SELECT n.seq, c.owner_id, coalesce(c.problem = '${byEmail.code}', false) AS moved,
         coalesce(c.problem = 'ERASED customer', false)
           OR EXISTS (SELECT FROM medusa_erased e WHERE e.email = n.email AND n.created_at < e.erased_at) AS is_erased,
         CASE WHEN n.customer_ref IS NULL THEN NULL WHEN c.seq IS NULL THEN 'NOT_FOUND customer'
           WHEN c.owner_id IS NULL THEN 'customer refused: ' || c.problem END AS problem
       FROM medusa_order n LEFT JOIN medusa_customer c ON c.medusa_id = n.customer_ref
     ) d WHERE d.seq = o.seq`,
  );
  // A claimed order stays with who claimed it, and so do later orders of the guest whose orders were claimed.
  await client.query(
    `UPDATE medusa_order o SET customer_id = t.customer_id FROM customer_order t
     WHERE t.id = o.target_id AND t.is_claimed AND t.claimed_from IS NOT DISTINCT FROM o.customer_id`,
  );
  await client.query(
    `UPDATE medusa_order o SET customer_id = claimer.id, is_claimed = true, claimed_from = g.id
     FROM customer g JOIN customer claimer ON claimer.id = g.orders_claimed_by
     WHERE g.id = o.customer_id AND claimer.has_account AND claimer.deleted_at IS NULL
       AND NOT EXISTS (SELECT FROM customer_order t WHERE t.id = o.target_id)`,
  );
  await decideOutcomes(client, targets.Order);
}
