import type { MedusaSource } from "./medusa-source.js";
import { commonList, rowColumns } from "./source-sql.js";

/*
 * Medusa 1.20 does not store the total of an order. It is the sum of items, shipping and taxes, less gift cards, in the smallest
 * unit. Each tax line is rounded on its own. Old orders have one tax rate instead of tax lines.
 */

/** The query of the orders of Medusa 1.20 with their totals. */
export function v1Orders(source: MedusaSource): string {
  const order = source.relation("order", {
    ...rowColumns,
    status: "text",
    display_id: "text",
    customer_id: "text",
    email: "text",
    currency_code: "text",
    tax_rate: "numeric",
  });
  return `SELECT ${commonList("o")}, o.customer_id, o.display_id, o.status, o.email, o.currency_code,
    (coalesce(i.amount, 0) + coalesce(s.amount, 0) - coalesce(g.amount, 0)
      + CASE WHEN o.tax_rate IS NULL THEN coalesce(i.tax, 0) + coalesce(s.tax, 0)
        ELSE coalesce(ir.tax, 0) + coalesce(sr.tax, 0) END - coalesce(g.tax, 0))::text AS total
    FROM ${order} o
    LEFT JOIN (${sumsOf(itemAmounts(source), itemTaxes(source))}) i ON i.order_id = o.id
    LEFT JOIN (${sumsOf(shippingAmounts(source), shippingTaxes(source))}) s ON s.order_id = o.id
    LEFT JOIN (${taxByRate(order, itemAmounts(source))}) ir ON ir.order_id = o.id
    LEFT JOIN (${taxByRate(order, shippingAmounts(source))}) sr ON sr.order_id = o.id
    LEFT JOIN (${giftCards(source)}) g ON g.order_id = o.id`;
}

/** The amount of each item, less its discounts. */
function itemAmounts(source: MedusaSource): string {
  const item = source.relation("line_item", {
    id: "text",
    order_id: "text",
    unit_price: "numeric",
    quantity: "numeric",
    includes_tax: "boolean",
  });
  const adjustment = source.relation("line_item_adjustment", { item_id: "text", amount: "numeric" });
  return `SELECT l.id, l.order_id, l.includes_tax, l.unit_price * l.quantity - coalesce(a.amount, 0) AS amount FROM ${item} l
    LEFT JOIN (SELECT item_id, sum(amount) AS amount FROM ${adjustment} x GROUP BY item_id) a ON a.item_id = l.id
    WHERE l.order_id IS NOT NULL`;
}

function itemTaxes(source: MedusaSource): string {
  return `SELECT item_id AS id, rate FROM ${source.relation("line_item_tax_line", { item_id: "text", rate: "numeric" })} t`;
}

function shippingAmounts(source: MedusaSource): string {
  const method = source.relation("shipping_method", {
    id: "text",
    order_id: "text",
    price: "numeric",
    includes_tax: "boolean",
  });
  return `SELECT m.id, m.order_id, m.includes_tax, m.price AS amount FROM ${method} m WHERE m.order_id IS NOT NULL`;
}

function shippingTaxes(source: MedusaSource): string {
  const line = source.relation("shipping_method_tax_line", { shipping_method_id: "text", rate: "numeric" });
  return `SELECT shipping_method_id AS id, rate FROM ${line} t`;
}

/** The sums of amounts and of their tax lines by order. An amount that includes its tax gets none on top. */
function sumsOf(amounts: string, taxes: string): string {
  return `SELECT a.order_id, sum(a.amount) AS amount, sum(t.tax) AS tax FROM (${amounts}) a
    LEFT JOIN (
      SELECT x.id, sum(round(x.amount * y.rate / 100)) AS tax FROM (${amounts}) x JOIN (${taxes}) y ON y.id = x.id
      WHERE x.includes_tax IS NOT TRUE GROUP BY x.id
    ) t ON t.id = a.id GROUP BY a.order_id`;
}

/** The taxes of orders that have a tax rate. */
function taxByRate(order: string, amounts: string): string {
  return `SELECT o.id AS order_id, sum(round(a.amount * o.tax_rate / 100)) AS tax FROM ${order} o
    JOIN (${amounts}) a ON a.order_id = o.id
    WHERE o.tax_rate IS NOT NULL AND a.includes_tax IS NOT TRUE GROUP BY o.id`;
}

function giftCards(source: MedusaSource): string {
  const transaction = source.relation("gift_card_transaction", {
    order_id: "text",
    amount: "numeric",
    is_taxable: "boolean",
    tax_rate: "numeric",
  });
  return `SELECT order_id, sum(amount) AS amount,
    sum(CASE WHEN is_taxable THEN round(amount * coalesce(tax_rate, 0) / 100) ELSE 0 END) AS tax
    FROM ${transaction} g GROUP BY order_id`;
}
