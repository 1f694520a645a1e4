import type { ClientBase } from "pg";
import { targets } from "../plan/target-tables.js";
import { writeMovingRows } from "./moving-values.js";
import { insertRows, noteRows, type Range, updateRows } from "./write-rows.js";

const deletedNow = "SELECT s.target_id FROM medusa_customer s WHERE s.outcome = 'updated' AND s.deleted_at IS NOT NULL";

/** Writes the customers that give up an email which another customer gets. */
export async function writeMovingCustomers(client: ClientBase): Promise<void> {
  await writeMovingRows(client, targets.Customer, "email", (isMoving) =>
    deleteAddressesOf(client, `${deletedNow} AND ${isMoving}`, []),
  );
}

/** Writes a batch of customers, and their password hashes. */
export async function writeCustomers(client: ClientBase, range: Range): Promise<void> {
  await deleteAddressesOf(client, `${deletedNow} AND s.seq >= $1 AND s.seq < $2`, [range.from, range.to]);
  await insertRows(client, targets.Customer, range);
  await updateRows(client, targets.Customer, range);
  await noteRows(client, targets.Customer, range);
  await writePasswords(client, range);
}

/** Marks the addresses of customers that are deleted in this batch, so that a restore of the customer brings them back. */
export async function deleteAddressesOf(client: ClientBase, customers: string, parameters: unknown[]): Promise<void> {
  await client.query(
    `UPDATE customer_address a SET deleted_at = now(), deleted_with_customer = true, version = a.version + 1, updated_at = now()
     FROM customer c WHERE c.id = a.customer_id AND c.id IN (${customers}) AND c.deleted_at IS NULL AND a.deleted_at IS NULL`,
    parameters,
  );
}

/** Writes new hashes. A new password of a customer who was here before ends the sessions of the old one. */
async function writePasswords(client: ClientBase, { from, to }: Range): Promise<void> {
  const inBatch = `s.seq >= $1 AND s.seq < $2 AND s.outcome IN ('created', 'updated', 'unchanged')
    AND l.target_id = s.target_id AND l.outcome IN ('created', 'updated') AND ${targets.Customer.requires}`;
  await client.query(
    `UPDATE customer t SET password_version = t.password_version + 1, version = t.version + 1 FROM medusa_customer s, medusa_login l
     WHERE ${inBatch} AND t.id = s.target_id AND s.outcome <> 'created'`,
    [from, to],
  );
  await client.query(
    `INSERT INTO customer_password (customer_id, hash, medusa_digest)
     SELECT s.target_id, l.hash, sha256(convert_to(l.hash, 'UTF8')) FROM medusa_customer s, medusa_login l WHERE ${inBatch}
     ON CONFLICT (customer_id) DO UPDATE SET hash = excluded.hash, medusa_digest = excluded.medusa_digest`,
    [from, to],
  );
}

/**
 * Writes a batch of addresses. A customer has at most one default address of each role, so addresses that are no longer the
 * default are written first, and a default that was set here makes room.
 */
export async function writeAddresses(client: ClientBase, range: Range): Promise<void> {
  const isDefault = ["is_default_shipping", "is_default_billing"] as const;
  for (const flag of isDefault) {
    await client.query(
      `UPDATE customer_address t SET ${flag} = false, version = t.version + 1, updated_at = now() FROM medusa_address s
       WHERE s.seq >= $1 AND s.seq < $2 AND s.outcome IN ('created', 'updated') AND s.${flag} AND s.deleted_at IS NULL
         AND t.customer_id = s.customer_id AND t.${flag} AND t.deleted_at IS NULL AND t.id <> s.target_id
         AND NOT EXISTS (SELECT FROM medusa_address o WHERE o.target_id = t.id AND o.outcome = 'updated' AND o.seq >= $1 AND o.seq < $2)`,
      [range.from, range.to],
    );
  }
  const loses = isDefault.map((flag) => `(t.${flag} AND NOT s.${flag})`).join(" OR ");
  const values = Object.fromEntries(isDefault.map((flag) => [flag, `(t.${flag} AND s.${flag})`]));
  await updateRows(client, targets.Address, range, { more: `(${loses})`, values });
  await updateRows(client, targets.Address, range);
  await insertRows(client, targets.Address, range);
  await noteRows(client, targets.Address, range);
}

const maxRemoved = 10_000;

/** Writes the memberships of a batch, and notes them. */
export async function writeMemberships(client: ClientBase, { from, to }: Range): Promise<void> {
  const inBatch = "m.seq >= $1 AND m.seq < $2 AND m.outcome IN ('created', 'unchanged')";
  // A customer or a group may have been refused since the plan.
  const exist = `EXISTS (SELECT FROM customer c WHERE c.id = m.customer_id)
    AND EXISTS (SELECT FROM customer_group g WHERE g.id = m.group_id)`;
  await client.query(
    `INSERT INTO customer_group_member (group_id, customer_id, created_at)
     SELECT m.group_id, m.customer_id, coalesce(m.created_at, now()) FROM medusa_member m
     WHERE ${inBatch} AND ${exist} ORDER BY m.group_id, m.customer_id ON CONFLICT DO NOTHING`,
    [from, to],
  );
  await client.query(
    `INSERT INTO medusa_membership (group_id, customer_id) SELECT m.group_id, m.customer_id FROM medusa_member m
     WHERE ${inBatch} AND EXISTS (
       SELECT FROM customer_group_member x WHERE x.group_id = m.group_id AND x.customer_id = m.customer_id)
     ON CONFLICT DO NOTHING`,
    [from, to],
  );
}

/** The memberships of earlier runs that Medusa no longer has. Those of refused customers and groups stay. */
export const vanishedMemberships = `
  SELECT x.group_id, x.customer_id FROM medusa_membership x
  WHERE NOT EXISTS (
      SELECT FROM medusa_member m WHERE m.group_id = x.group_id AND m.customer_id = x.customer_id AND m.outcome IN ('created', 'unchanged'))
    AND NOT EXISTS (SELECT FROM medusa_customer c WHERE c.target_id = x.customer_id AND c.problem IS NOT NULL)
    AND NOT EXISTS (SELECT FROM medusa_group g WHERE g.target_id = x.group_id AND g.problem IS NOT NULL)`;

/** Ends some of these memberships. Returns their number. */
export async function removeVanishedMemberships(client: ClientBase): Promise<number> {
  await client.query("SET LOCAL enable_nestloop = off");
  const { rowCount } = await client.query(
    `DELETE FROM customer_group_member m USING (${vanishedMemberships} ORDER BY 1, 2 LIMIT ${maxRemoved}) v
     WHERE m.group_id = v.group_id AND m.customer_id = v.customer_id`,
  );
  return rowCount ?? 0;
}

/** Removes the passwords of earlier runs that Medusa no longer has, and ends their sessions. */
export async function removeVanishedPasswords(client: ClientBase): Promise<void> {
  await client.query("SET LOCAL enable_nestloop = off");
  await client.query(
    `WITH removed AS (DELETE FROM customer_password p WHERE p.customer_id IN (${vanishedPasswords}) RETURNING p.customer_id)
     UPDATE customer c SET password_version = c.password_version + 1, version = c.version + 1 FROM removed r WHERE c.id = r.customer_id`,
  );
}

/** The customers whose password came from Medusa, and who are there without one now. */
export const vanishedPasswords = `
  SELECT p.customer_id FROM customer_password p JOIN medusa_customer c ON c.target_id = p.customer_id
  WHERE p.medusa_digest IS NOT NULL AND c.problem IS NULL AND c.deleted_at IS NULL
    AND NOT EXISTS (SELECT FROM medusa_login l WHERE l.target_id = p.customer_id AND l.outcome IN ('created', 'updated', 'unchanged'))`;
