import type { MedusaSource } from "./medusa-source.js";
import type { SourceQueries } from "./source-rows.js";
import { addressTexts, commonList, deletionOf, leftOutCount, listOf, rowColumns, timestampOf } from "./source-sql.js";
import { v1Orders } from "./v1-order-query.js";

const customerColumns = {
  ...rowColumns,
  email: "text",
  first_name: "text",
  last_name: "text",
  phone: "text",
  has_account: "boolean",
  billing_address_id: "text",
  password_hash: "text",
} as const;

/** The queries for Medusa 1.20. */
export function v1Queries(source: MedusaSource): SourceQueries {
  const customer = source.relation("customer", customerColumns);
  return {
    ...catalogueQueries(source),
    ...addressQueries(source, customer),
    customers: `SELECT ${commonList("c")}, ${deletionOf("c")}, c.email, c.first_name, c.last_name, c.phone, c.has_account,
      NULL AS company_name, NULL AS created_by FROM ${customer} c`,
    logins: `SELECT c.id, c.created_at::text AS age, c.id AS customer_id, c.email AS login, c.password_hash AS hash
      FROM ${customer} c WHERE c.password_hash IS NOT NULL`,
    orders: v1Orders(source),
  };
}

function addressQueries(source: MedusaSource, customer: string) {
  const address = source.relation("address", { ...rowColumns, customer_id: "text", ...addressTexts });
  const draftOrder = source.relation("draft_order", { id: "text", order_id: "text" });
  // The billing address of a customer is theirs also if it names no customer.
  const owned = `${address} a LEFT JOIN ${customer} b ON b.billing_address_id = a.id`;
  return {
    addresses: `SELECT ${commonList("a")}, ${listOf("a", addressTexts)}, coalesce(a.customer_id, b.id) AS customer_id,
      NULL AS address_name, false AS is_default_shipping, coalesce(b.id = coalesce(a.customer_id, b.id), false) AS is_default_billing
      FROM ${owned} WHERE a.deleted_at IS NULL AND coalesce(a.customer_id, b.id) IS NOT NULL`,
    leftOut: [
      leftOutCount("addresses", "deleted in Medusa", `${address} a WHERE a.deleted_at IS NOT NULL`),
      leftOutCount(
        "addresses",
        "of a cart or an order",
        `${owned} WHERE a.deleted_at IS NULL AND coalesce(a.customer_id, b.id) IS NULL`,
      ),
      leftOutCount("orders", "draft", `${draftOrder} d WHERE d.order_id IS NULL`),
      leftOutCount(
        "prices",
        "deleted in Medusa",
        `${prices(source)} p WHERE p.deleted_at IS NOT NULL AND p.price_list_id IS NOT NULL`,
      ),
    ].join(" UNION ALL "),
  };
}

function prices(source: MedusaSource): string {
  return source.relation("money_amount", {
    ...rowColumns,
    price_list_id: "text",
    currency_code: "text",
    amount: "text",
    min_quantity: "text",
    max_quantity: "text",
    region_id: "text",
  });
}

function catalogueQueries(source: MedusaSource) {
  const region = source.relation("region", { ...rowColumns, name: "text", currency_code: "text" });
  const country = source.relation("country", { iso_2: "text", region_id: "text" });
  const group = source.relation("customer_group", { ...rowColumns, name: "text" });
  const member = source.relation("customer_group_customers", { customer_group_id: "text", customer_id: "text" });
  const variant = source.relation("product_variant_money_amount", {
    variant_id: "text",
    money_amount_id: "text",
    deleted_at: "timestamptz",
  });
  return {
    regions: `SELECT ${commonList("r")}, ${deletionOf("r")}, r.name, r.currency_code, n.countries FROM ${region} r
      LEFT JOIN (SELECT region_id, array_agg(iso_2) AS countries FROM ${country} c GROUP BY region_id) n ON n.region_id = r.id`,
    groups: `SELECT ${commonList("g")}, ${deletionOf("g")}, g.name, NULL AS created_by FROM ${group} g`,
    memberships: `SELECT m.customer_id, m.customer_group_id AS group_id, NULL AS created_at FROM ${member} m`,
    priceLists: priceListQuery(source),
    prices: `SELECT p.id, p.price_list_id, v.variant_id, p.currency_code, p.amount, p.min_quantity, p.max_quantity,
      p.region_id IS NOT NULL AS is_conditional FROM ${prices(source)} p
      LEFT JOIN ${variant} v ON v.money_amount_id = p.id AND v.deleted_at IS NULL
      WHERE p.deleted_at IS NULL AND p.price_list_id IS NOT NULL
      ORDER BY p.price_list_id COLLATE "C", p.created_at, p.id COLLATE "C"`,
  };
}

function priceListQuery(source: MedusaSource): string {
  const list = source.relation("price_list", {
    ...rowColumns,
    name: "text",
    description: "text",
    type: "text",
    status: "text",
    starts_at: "timestamptz",
    ends_at: "timestamptz",
  });
  const groups = source.relation("price_list_customer_groups", { price_list_id: "text", customer_group_id: "text" });
  return `SELECT ${commonList("l")}, ${deletionOf("l")}, l.name AS title, l.description, l.type, l.status,
    ${timestampOf("l.starts_at")} AS starts_at, ${timestampOf("l.ends_at")} AS ends_at, g.groups, false AS has_other_rules
    FROM ${list} l
    LEFT JOIN (SELECT price_list_id, array_agg(customer_group_id) AS groups FROM ${groups} x GROUP BY price_list_id) g
      ON g.price_list_id = l.id`;
}
