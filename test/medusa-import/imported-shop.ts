import type { Pool } from "pg";
import type { Shop } from "./expected-shop.js";

const iso = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const customerId = (id: string) =>
  `coalesce((SELECT e.value FROM customer_external_id e WHERE e.customer_id = ${id} AND e.system = 'medusa'), ${id})`;
const groupId = (id: string) =>
  `coalesce((SELECT e.value FROM customer_group_external_id e WHERE e.group_id = ${id} AND e.system = 'medusa'), ${id})`;

const queries = {
  customers: `SELECT json_build_object('id', ${customerId("c.id")}, 'email', c.email, 'first', c.first_name, 'last', c.last_name,
    'company', c.company_name, 'phone', c.phone, 'account', c.has_account, 'metadata', c.metadata::text,
    'created', ${iso("c.created_at")}, 'updated', ${iso("c.updated_at")}, 'deleted', ${iso("c.deleted_at")}) AS row FROM customer c`,
  groups: `SELECT json_build_object('id', ${groupId("g.id")}, 'name', g.name, 'created', ${iso("g.created_at")},
    'deleted', ${iso("g.deleted_at")}) AS row FROM customer_group g`,
  addresses: `SELECT json_build_object('id', a.address_2, 'customer', ${customerId("a.customer_id")}, 'address1', a.address_1, 'city', a.city,
    'country', a.country_code, 'postalCode', a.postal_code, 'shipping', a.is_default_shipping, 'billing', a.is_default_billing,
    'metadata', a.metadata::text, 'deleted', ${iso("a.deleted_at")}) AS row FROM customer_address a`,
  memberships: `SELECT to_json(${groupId("m.group_id")} || ' ' || ${customerId("m.customer_id")}) AS row FROM customer_group_member m`,
  priceLists: `SELECT json_build_object('title', l.title, 'description', l.description, 'status', json_build_array(l.type, l.status),
    'dates', json_build_array(${iso("l.starts_at")}, ${iso("l.created_at")}, ${iso("l.deleted_at")}),
    'groups', ARRAY(SELECT ${groupId("id")} FROM unnest(l.customer_group_ids) AS id ORDER BY 1),
    'prices', ARRAY(SELECT p.variant_id || ' ' || p.currency_code || ' ' || p.amount || ' ' || p.min_quantity || '-' || p.max_quantity
      FROM price_list_price p WHERE p.price_list_id = l.id ORDER BY 1)) AS row FROM price_list l`,
  orders: `SELECT json_build_object('id', o.id, 'customer', ${customerId("o.customer_id")}, 'total', o.total,
    'texts', json_build_array(o.display_id, o.status, o.email, o.currency_code), 'placed', ${iso("o.placed_at")},
    'metadata', o.metadata::text) AS row FROM customer_order o`,
  passwords: `SELECT to_json(${customerId("p.customer_id")} || ' ' || p.hash) AS row FROM customer_password p`,
} as const satisfies Record<keyof Shop, string>;

const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** The rows of this server, in the form of `expectedShop`. */
export async function importedShop(pool: Pool): Promise<Record<keyof Shop, unknown[]>> {
  const entries = Object.entries(queries).map(async ([name, sql]) => {
    const { rows } = await pool.query<{ row: unknown }>(sql);
    return [name, sortedLists(rows.map(({ row }) => row)).sort(byText)] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as Record<keyof Shop, unknown[]>;
}

/** PostgreSQL sorts by the locale of the database. */
function sortedLists(rows: unknown[]): unknown[] {
  for (const row of rows as Record<string, unknown>[])
    for (const name of ["groups", "prices"]) if (Array.isArray(row[name])) row[name].sort();
  return rows;
}
