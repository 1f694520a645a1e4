import type { MedusaSource } from "./medusa-source.js";
import type { SourceQueries } from "./source-rows.js";
import { addressTexts, commonList, deletionOf, leftOutCount, listOf, rowColumns, timestampOf } from "./source-sql.js";
import { v2PriceQueries } from "./v2-price-queries.js";

/** The queries for Medusa 2.x. */
export function v2Queries(source: MedusaSource): SourceQueries {
  const group = source.relation("customer_group", { ...rowColumns, name: "text", created_by: "text" });
  const prices = v2PriceQueries(source);
  const parts = [addressQueries(source), memberQueries(source), loginQueries(source), orderQueries(source), prices];
  return {
    regions: regionQuery(source),
    groups: `SELECT ${commonList("g")}, ${deletionOf("g")}, g.name, g.created_by FROM ${group} g`,
    customers: customerQuery(source),
    addresses: addressQueries(source).rows,
    memberships: memberQueries(source).rows,
    logins: loginQueries(source).rows,
    orders: orderQueries(source).rows,
    priceLists: prices.priceLists,
    prices: prices.rows,
    leftOut: parts.flatMap(({ leftOut }) => leftOut).join(" UNION ALL "),
  };
}

function regionQuery(source: MedusaSource): string {
  const region = source.relation("region", { ...rowColumns, name: "text", currency_code: "text" });
  const country = source.relation("region_country", { iso_2: "text", region_id: "text", deleted_at: "timestamptz" });
  return `SELECT ${commonList("r")}, ${deletionOf("r")}, r.name, r.currency_code, n.countries FROM ${region} r
    LEFT JOIN (
      SELECT region_id, array_agg(iso_2) AS countries FROM ${country} c WHERE deleted_at IS NULL GROUP BY region_id
    ) n ON n.region_id = r.id`;
}

function customerQuery(source: MedusaSource): string {
  const columns = {
    email: "text",
    first_name: "text",
    last_name: "text",
    company_name: "text",
    phone: "text",
    has_account: "boolean",
    created_by: "text",
  } as const;
  const customer = source.relation("customer", { ...rowColumns, ...columns });
  return `SELECT ${commonList("c")}, ${deletionOf("c")}, ${listOf("c", columns)} FROM ${customer} c`;
}

function addressQueries(source: MedusaSource) {
  const columns = {
    customer_id: "text",
    address_name: "text",
    is_default_shipping: "boolean",
    is_default_billing: "boolean",
    ...addressTexts,
  } as const;
  const address = source.relation("customer_address", { ...rowColumns, ...columns });
  return {
    rows: `SELECT ${commonList("a")}, ${listOf("a", columns)} FROM ${address} a WHERE a.deleted_at IS NULL`,
    leftOut: [leftOutCount("addresses", "deleted in Medusa", `${address} a WHERE a.deleted_at IS NOT NULL`)],
  };
}

function memberQueries(source: MedusaSource) {
  const member = source.relation("customer_group_customer", {
    customer_id: "text",
    customer_group_id: "text",
    created_at: "timestamptz",
    deleted_at: "timestamptz",
  });
  return {
    rows: `SELECT m.customer_id, m.customer_group_id AS group_id, ${timestampOf("m.created_at")} AS created_at
      FROM ${member} m WHERE m.deleted_at IS NULL`,
    leftOut: [leftOutCount("memberships", "deleted in Medusa", `${member} m WHERE m.deleted_at IS NOT NULL`)],
  };
}

function loginQueries(source: MedusaSource) {
  const login = source.relation("provider_identity", {
    ...rowColumns,
    entity_id: "text",
    provider: "text",
    auth_identity_id: "text",
    provider_metadata: "jsonb",
  });
  const account = source.relation("auth_identity", { id: "text", app_metadata: "jsonb", deleted_at: "timestamptz" });
  const joined = `${login} p LEFT JOIN ${account} a ON a.id = p.auth_identity_id`;
  const customerId = "a.app_metadata ->> 'customer_id'";
  const isDeleted = "(p.deleted_at IS NOT NULL OR a.deleted_at IS NOT NULL)";
  const isPassword = "p.provider = 'emailpass'";
  return {
    rows: `SELECT p.id, p.created_at::text AS age, ${customerId} AS customer_id, p.entity_id AS login,
      p.provider_metadata ->> 'password' AS hash FROM ${joined}
      WHERE NOT ${isDeleted} AND ${isPassword} AND ${customerId} IS NOT NULL`,
    leftOut: [
      leftOutCount("logins", "deleted in Medusa", `${joined} WHERE ${isDeleted}`),
      leftOutCount("logins", "without a password", `${joined} WHERE NOT ${isDeleted} AND ${isPassword} IS NOT TRUE`),
      leftOutCount(
        "logins",
        "of staff, or without a customer",
        `${joined} WHERE NOT ${isDeleted} AND ${isPassword} AND ${customerId} IS NULL`,
      ),
    ],
  };
}

function orderQueries(source: MedusaSource) {
  const order = source.relation("order", {
    ...rowColumns,
    status: "text",
    display_id: "text",
    custom_display_id: "text",
    customer_id: "text",
    email: "text",
    currency_code: "text",
    version: "integer",
    is_draft_order: "boolean",
  });
  const summary = source.relation("order_summary", {
    order_id: "text",
    version: "integer",
    totals: "jsonb",
    created_at: "timestamptz",
    deleted_at: "timestamptz",
  });
  const isDraft = "(o.status = 'draft' OR o.is_draft_order IS TRUE)";
  return {
    rows: `SELECT ${commonList("o")}, o.customer_id, coalesce(nullif(o.custom_display_id, ''), o.display_id) AS display_id,
      o.status, o.email, o.currency_code, s.total FROM ${order} o
      LEFT JOIN (
        SELECT DISTINCT ON (order_id, version) order_id, version,
          coalesce(totals -> 'raw_current_order_total' ->> 'value', totals ->> 'current_order_total') AS total
        FROM ${summary} x WHERE deleted_at IS NULL ORDER BY order_id, version, created_at DESC
      ) s ON s.order_id = o.id AND s.version = o.version
      WHERE o.deleted_at IS NULL AND NOT ${isDraft}`,
    leftOut: [
      leftOutCount("orders", "deleted in Medusa", `${order} o WHERE o.deleted_at IS NOT NULL`),
      leftOutCount("orders", "draft", `${order} o WHERE o.deleted_at IS NULL AND ${isDraft}`),
    ],
  };
}
