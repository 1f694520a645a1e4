import type { MedusaSource } from "./medusa-source.js";
import { commonList, deletionOf, leftOutCount, rowColumns, timestampOf } from "./source-sql.js";

/** Databases of 2.0 and 2.1 have the second name. */
const groupAttributes = "('customer.groups.id', 'customer_group_id')";

/** The queries of price lists and prices of Medusa 2.x. */
export function v2PriceQueries(source: MedusaSource) {
  return { priceLists: priceListQuery(source), ...priceQueries(source) };
}

function priceListQuery(source: MedusaSource): string {
  const list = source.relation("price_list", {
    ...rowColumns,
    title: "text",
    description: "text",
    type: "text",
    status: "text",
    starts_at: "timestamptz",
    ends_at: "timestamptz",
    rules_count: "integer",
  });
  const rule = source.relation("price_list_rule", {
    price_list_id: "text",
    attribute: "text",
    value: "jsonb",
    deleted_at: "timestamptz",
  });
  // A value that is no list of ids is a rule that no group fulfils. Of several rules for groups, each must be fulfilled.
  return `SELECT ${commonList("l")}, ${deletionOf("l")}, l.title, l.description, l.type, l.status,
    ${timestampOf("l.starts_at")} AS starts_at, ${timestampOf("l.ends_at")} AS ends_at,
    (SELECT coalesce(array_agg(v), '{}') FROM jsonb_array_elements_text(
      CASE jsonb_typeof(r.value) WHEN 'array' THEN r.value WHEN 'string' THEN jsonb_build_array(r.value) ELSE '[]' END) v
      WHERE r.group_rules > 0 HAVING r.group_rules > 0) AS groups,
    coalesce(r.other_rules > 0 OR r.group_rules > 1, false) OR coalesce(l.rules_count > coalesce(r.rules, 0), false) AS has_other_rules
    FROM ${list} l
    LEFT JOIN (
      SELECT price_list_id, count(*) AS rules, count(*) FILTER (WHERE attribute IN ${groupAttributes}) AS group_rules,
        count(*) FILTER (WHERE attribute IS NULL OR attribute NOT IN ${groupAttributes}) AS other_rules,
        (array_agg(value) FILTER (WHERE attribute IN ${groupAttributes}))[1] AS value
      FROM ${rule} x WHERE deleted_at IS NULL GROUP BY price_list_id
    ) r ON r.price_list_id = l.id`;
}

function priceQueries(source: MedusaSource) {
  const price = source.relation("price", {
    ...rowColumns,
    price_list_id: "text",
    price_set_id: "text",
    currency_code: "text",
    amount: "text",
    raw_amount: "jsonb",
    min_quantity: "text",
    max_quantity: "text",
  });
  const variant = source.relation("product_variant_price_set", {
    variant_id: "text",
    price_set_id: "text",
    deleted_at: "timestamptz",
  });
  const rule = source.relation("price_rule", { price_id: "text", deleted_at: "timestamptz" });
  return {
    rows: `SELECT p.id, p.price_list_id, v.variant_id, p.currency_code, coalesce(p.raw_amount ->> 'value', p.amount) AS amount,
      p.min_quantity, p.max_quantity, r.price_id IS NOT NULL AS is_conditional FROM ${price} p
      LEFT JOIN ${variant} v ON v.price_set_id = p.price_set_id AND v.deleted_at IS NULL
      LEFT JOIN (SELECT DISTINCT price_id FROM ${rule} x WHERE deleted_at IS NULL) r ON r.price_id = p.id
      WHERE p.deleted_at IS NULL AND p.price_list_id IS NOT NULL
      ORDER BY p.price_list_id COLLATE "C", p.created_at, p.id COLLATE "C", v.variant_id COLLATE "C"`,
    leftOut: [
      leftOutCount(
        "prices",
        "deleted in Medusa",
        `${price} p WHERE p.deleted_at IS NOT NULL AND p.price_list_id IS NOT NULL`,
      ),
    ],
  };
}
