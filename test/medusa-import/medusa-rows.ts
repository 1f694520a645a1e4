import type { MedusaDatabase, Row, Version } from "./medusa-database.js";

let counter = 0;

/** A new id that no other row has. */
export function nextId(prefix: string): string {
  counter += 1;
  return `${prefix}_${String(counter).padStart(6, "0")}`;
}

export async function givenCustomer(medusa: MedusaDatabase, _version: Version, row: Row): Promise<void> {
  await medusa.insert("customer", { email: "ana@example.com", has_account: false, ...row });
}

export async function givenGroup(medusa: MedusaDatabase, _version: Version, row: Row): Promise<void> {
  await medusa.insert("customer_group", row);
}

export async function givenMember(
  medusa: MedusaDatabase,
  version: Version,
  groupId: string,
  customerId: string,
  row: Row = {},
): Promise<void> {
  const pair = { customer_group_id: groupId, customer_id: customerId };
  if (version === 1) await medusa.insert("customer_group_customers", pair);
  else await medusa.insert("customer_group_customer", { id: nextId("cusgc"), ...pair, ...row });
}

export async function givenAddress(medusa: MedusaDatabase, version: Version, row: Row): Promise<void> {
  await medusa.insert(version === 1 ? "address" : "customer_address", { address_1: "Weg 1", ...row });
}

/** Inserts an order of 10.00 EUR. */
export async function givenOrder(medusa: MedusaDatabase, version: Version, row: Row): Promise<void> {
  await medusa.insert("order", { email: "ana@example.com", currency_code: "eur", ...row });
  if (version === 1) await givenItem(medusa, String(row.id), { unit_price: 1000 });
  else await givenSummary(medusa, { order_id: row.id, totals: totalsOf("10") });
}

/** Inserts an item of an order of Medusa 1. */
export async function givenItem(medusa: MedusaDatabase, orderId: string, row: Row): Promise<string> {
  const id = nextId("item");
  await medusa.insert("line_item", { id, order_id: orderId, quantity: 1, ...row });
  return id;
}

export async function givenSummary(medusa: MedusaDatabase, row: Row): Promise<void> {
  await medusa.insert("order_summary", { id: nextId("ordsum"), version: 1, ...row });
}

/** The totals of a summary of Medusa 2. */
export function totalsOf(value: string): object {
  const raw = { value, precision: 20 };
  return { current_order_total: Number(value), raw_current_order_total: raw, original_order_total: 1 };
}

/** Inserts a price list for groups. */
export async function givenPriceList(
  medusa: MedusaDatabase,
  version: Version,
  { title = "Sale", groups, ...row }: Row & { title?: string; groups?: string[] },
): Promise<void> {
  const name = version === 1 ? { name: title } : { title };
  const status = { status: "active", ...(version === 2 ? { rules_count: groups ? 1 : 0 } : {}) };
  await medusa.insert("price_list", { ...name, ...status, description: "", ...row });
  if (groups === undefined) return;
  if (version === 1) {
    for (const customer_group_id of groups)
      await medusa.insert("price_list_customer_groups", { price_list_id: row.id, customer_group_id });
  } else await givenRule(medusa, { price_list_id: row.id, value: groups });
}

export async function givenRule(medusa: MedusaDatabase, row: Row): Promise<void> {
  await medusa.insert("price_list_rule", { id: nextId("prule"), attribute: "customer.groups.id", ...row });
}

/** Inserts a price of a list. `amount` is a text: in Medusa 1 in the smallest unit. */
export async function givenPrice(
  medusa: MedusaDatabase,
  version: Version,
  { variant = "variant_1", amount = "1350", ...row }: Row & { variant?: string | null; amount?: string },
): Promise<void> {
  const id = String(row.id ?? nextId(version === 1 ? "ma" : "price"));
  const common = { currency_code: "eur", ...row, id, amount };
  if (version === 1) {
    await medusa.insert("money_amount", common);
    if (variant)
      await medusa.insert("product_variant_money_amount", {
        id: nextId("pvma"),
        variant_id: variant,
        money_amount_id: id,
      });
    return;
  }
  const price_set_id = nextId("pset");
  await medusa.insert("price", { raw_amount: { value: amount, precision: 20 }, ...common, price_set_id });
  if (variant)
    await medusa.insert("product_variant_price_set", { id: nextId("pvps"), variant_id: variant, price_set_id });
}

/** Inserts a login with a password hash. */
export async function givenLogin(
  medusa: MedusaDatabase,
  version: Version,
  {
    customerId,
    hash,
    login = "ana@example.com",
    ...row
  }: Row & { customerId: string | null; hash: string; login?: string },
): Promise<void> {
  if (version === 1) {
    await medusa.query("UPDATE customer SET password_hash = $1 WHERE id = $2", [hash, customerId]);
    return;
  }
  const auth = nextId("authid");
  const { app_metadata = customerId === null ? {} : { customer_id: customerId }, ...identity } = row;
  await medusa.insert("auth_identity", { id: auth, app_metadata });
  await medusa.insert("provider_identity", {
    id: nextId("pi"),
    entity_id: login,
    provider: "emailpass",
    auth_identity_id: auth,
    provider_metadata: { password: hash },
    ...identity,
  });
}
