import type { ClientBase } from "pg";

/** Plans the logins: which password hash each customer gets. */
export async function planLogins(client: ClientBase): Promise<void> {
  await client.query(
    `UPDATE medusa_login l SET target_id = d.target_id, outcome = d.outcome, problem = d.problem FROM (
       SELECT n.seq, c.target_id, CASE
           WHEN c.seq IS NULL OR c.problem IS NOT NULL THEN 'refused'
           WHEN NOT c.is_registered_in_medusa OR c.deleted_at IS NOT NULL OR n.place > 1 THEN 'left out'
           WHEN n.problem IS NOT NULL THEN 'refused'
           WHEN p.customer_id IS NULL THEN 'created'
           WHEN p.medusa_digest = sha256(convert_to(n.hash, 'UTF8')) THEN 'unchanged'
           ELSE 'updated' END AS outcome,
         CASE
           WHEN c.seq IS NULL THEN 'NOT_FOUND customer'
           WHEN c.problem IS NOT NULL THEN 'customer refused: ' || c.problem
           WHEN c.deleted_at IS NOT NULL THEN 'of a deleted customer'
           WHEN NOT c.is_registered_in_medusa THEN 'of a guest'
           WHEN n.place > 1 THEN 'another login of the same customer'
           ELSE n.problem END AS problem
       FROM (
         SELECT x.*, row_number() OVER (
           PARTITION BY x.customer_ref ORDER BY x.login IS DISTINCT FROM y.email, x.age DESC, x.medusa_id DESC) AS place
         FROM medusa_login x LEFT JOIN medusa_customer y ON y.medusa_id = x.customer_ref
       ) n
       LEFT JOIN medusa_customer c ON c.medusa_id = n.customer_ref
       LEFT JOIN customer_password p ON p.customer_id = c.target_id
     ) d WHERE d.seq = l.seq`,
  );
  await client.query("CREATE INDEX ON medusa_login (target_id)");
  await client.query(
    `UPDATE medusa_customer c SET password_version = 1 FROM medusa_login l
     WHERE l.target_id = c.target_id AND l.outcome = 'created' AND c.outcome = 'created'`,
  );
}

/** Plans the memberships. Those of a refused customer or group go to the one that came in. */
export async function planMemberships(client: ClientBase): Promise<void> {
  await client.query(
    `UPDATE medusa_member m SET medusa_id = d.group_ref || ' / ' || d.customer_ref, customer_id = d.customer_id,
       group_id = d.group_id, moved = d.moved, outcome = d.outcome, problem = d.problem FROM (
       SELECT n.seq, n.group_ref, n.customer_ref, c.owner_id AS customer_id, g.owner_id AS group_id,
         coalesce(c.problem IS NOT NULL OR g.problem IS NOT NULL, false) AS moved,
         CASE WHEN c.owner_id IS NULL OR g.owner_id IS NULL OR c.problem = 'ERASED customer' THEN 'refused' END AS outcome,
         CASE
           WHEN g.seq IS NULL THEN 'NOT_FOUND group' WHEN g.owner_id IS NULL THEN 'group refused: ' || g.problem
           WHEN c.seq IS NULL THEN 'NOT_FOUND customer'
           WHEN c.owner_id IS NULL OR c.problem = 'ERASED customer' THEN 'customer refused: ' || c.problem END AS problem
       FROM medusa_member n
       LEFT JOIN medusa_customer c ON c.medusa_id = n.customer_ref
       LEFT JOIN medusa_group g ON g.medusa_id = n.group_ref
     ) d WHERE d.seq = m.seq`,
  );
  // The oldest of several rows for one membership comes in, its own before one that moved.
  await client.query(
    `UPDATE medusa_member m SET outcome = d.outcome, problem = d.problem FROM (
       SELECT n.seq, CASE WHEN n.place > 1 THEN 'left out' WHEN x.group_id IS NULL THEN 'created' ELSE 'unchanged' END AS outcome,
         CASE WHEN n.place > 1 THEN 'the same membership again' END AS problem
       FROM (
         SELECT y.*, row_number() OVER (
           PARTITION BY y.group_id, y.customer_id ORDER BY y.moved, y.created_at, y.seq) AS place
         FROM medusa_member y WHERE y.outcome IS NULL
       ) n LEFT JOIN customer_group_member x ON x.group_id = n.group_id AND x.customer_id = n.customer_id
     ) d WHERE d.seq = m.seq`,
  );
  await client.query("CREATE INDEX ON medusa_member (group_id, customer_id)");
}
