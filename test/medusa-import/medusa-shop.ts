import { medusaHashOf } from "../auth/medusa-hashes.js";
import type { MedusaDatabase, Row, Version } from "./medusa-database.js";

/** Random numbers from 0 to below `limit` that are the same for each run. */
export type Dice = (limit: number) => number;

export function createDice(seed: number): Dice {
  let state = seed;
  return (limit) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** Inserts many rows in one statement. All rows have the same columns. */
async function insertMany(medusa: MedusaDatabase, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  for (let start = 0; start < rows.length; start += 2_000) {
    const list = columns.map((name) => `"${name}"`).join(", ");
    await medusa.query(
      `INSERT INTO "${table}" (${list}) SELECT ${list} FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb)`,
      [JSON.stringify(rows.slice(start, start + 2_000))],
    );
  }
}

const names = ["Ana", "José\nMaria", " Bob ", "", null, "Zoe\u0308", "李雷", "O'Neil", "x".repeat(300)];
const groupNames = (n: number) => [`Group ${n}`, `group ${n}`, ` GROUP ${n} `][n % 3] ?? "";
const metadata = [{ tier: "gold", points: 12.5 }, null, [1, 2], "text", {}, { nested: { a: [1, null] } }, 7];
const at = (dice: Dice) => `202${dice(5)}-0${1 + dice(9)}-1${dice(9)} 1${dice(9)}:00:00.${100_000 + dice(900_000)}+00`;

function datesOf(dice: Dice, isDeleted = false): Row {
  const created_at = at(dice);
  return { created_at, updated_at: created_at, deleted_at: isDeleted ? at(dice) : null };
}

/** Fills a Medusa database with customers, and with everything that belongs to them, in the forms that occur in real shops. */
export async function fillMedusa(medusa: MedusaDatabase, version: Version, count: number, seed = 1): Promise<void> {
  const dice = createDice(seed);
  await medusa.createTables(version);
  const customers = customersOf(dice, version, count);
  await insertMany(medusa, "customer", customers);
  await fillAddresses(medusa, dice, version, customers);
  const groups = await fillGroups(medusa, dice, version, customers);
  await fillPriceLists(medusa, dice, version, groups);
  await fillOrders(medusa, dice, version, customers);
  if (version === 2) await fillLogins(medusa, dice, customers);
  await medusa.query(
    "UPDATE customer SET metadata = '{\"exact\": 1234567890123456789.50, \"large\": 1e400}' WHERE id LIKE '%7'",
  );
}

const hashes = [medusaHashOf("password-1"), medusaHashOf("password-2", { salt: "2" }), "no hash"];

function customersOf(dice: Dice, version: Version, count: number): Row[] {
  return Array.from({ length: count }, (_, n) => {
    const id = dice(10) === 0 ? `legacy-${n}` : `cus_${String(n).padStart(6, "0")}`;
    // Every 20th customer has the email of the one before, in another case: a twin.
    const email = dice(30) === 0 ? `no email ${n}` : n % 20 === 1 ? `C${n - 1}@Example.com` : `c${n}@example.com`;
    const common = {
      id,
      email,
      first_name: names[dice(names.length)] ?? null,
      last_name: `Last ${n}`,
      phone: dice(2) === 0 ? null : ` +49\t${n}`,
      has_account: n % 20 > 1 && dice(2) === 0,
      metadata: metadata[dice(metadata.length)] ?? null,
      ...datesOf(dice, dice(12) === 0),
    };
    return version === 1
      ? { ...common, password_hash: dice(3) === 0 ? hashes[dice(hashes.length)] : null }
      : { ...common, company_name: dice(5) === 0 ? `Company ${n}` : null, created_by: "user_unknown" };
  });
}

async function fillAddresses(
  medusa: MedusaDatabase,
  dice: Dice,
  version: Version,
  customers: readonly Row[],
): Promise<void> {
  const countries = version === 1 ? ["de", "fr", "zz", null] : ["DE", "fr", "uk", "usa", "", null];
  const rows = customers.flatMap(({ id: customer_id }, n) =>
    Array.from({ length: dice(4) }, (_, place) => {
      const id = dice(8) === 0 ? `address-${n}-${place}` : `${version === 1 ? "addr" : "cuaddr"}_${n}_${place}`;
      const common = {
        id,
        company: null,
        address_1: dice(9) === 0 ? "Weg 1\nHof" : ` Weg ${n}`,
        address_2: id,
        city: dice(6) === 0 ? "" : "Ulm\nDonau",
        country_code: countries[dice(countries.length)] ?? null,
        postal_code: "01234",
        metadata: metadata[dice(metadata.length)] ?? null,
        ...datesOf(dice, dice(10) === 0),
      };
      if (version === 1) return { ...common, customer_id: dice(6) === 0 ? null : customer_id };
      return { ...common, customer_id, is_default_shipping: place === 0, is_default_billing: place === 1 };
    }),
  );
  await insertMany(medusa, version === 1 ? "address" : "customer_address", rows);
  if (version === 1)
    await medusa.query(
      `UPDATE customer c SET billing_address_id = a.id FROM address a
       WHERE a.id = 'addr_' || regexp_replace(c.last_name, '\\D', '', 'g') || '_0'`,
    );
}

async function fillGroups(
  medusa: MedusaDatabase,
  dice: Dice,
  version: Version,
  customers: readonly Row[],
): Promise<string[]> {
  const prefix = version === 1 ? "cgrp" : "cusgroup";
  const groups = Array.from({ length: 24 }, (_, n) => {
    const name = n < 4 ? `Shared${n % 2 === 0 ? "" : " "}` : groupNames(n);
    return { id: `${prefix}_${n}`, name: n === 2 || n === 3 ? name.toUpperCase() : name, ...datesOf(dice, n > 20) };
  });
  await insertMany(medusa, "customer_group", groups);
  const pairs = customers.flatMap(({ id }) => {
    const chosen = Array.from({ length: dice(4) }, () => `${prefix}_${dice(groups.length)}`);
    const kept = version === 1 ? [...new Set(chosen)] : chosen;
    return kept.map((customer_group_id) => ({ customer_group_id, customer_id: id }));
  });
  if (version === 1) await insertMany(medusa, "customer_group_customers", pairs);
  else {
    const rows = pairs.map((pair, n) => ({ id: `cusgc_${n}`, ...pair, ...datesOf(dice, dice(7) === 0) }));
    await insertMany(medusa, "customer_group_customer", rows);
  }
  return groups.map(({ id }) => id);
}

async function fillPriceLists(
  medusa: MedusaDatabase,
  dice: Dice,
  version: Version,
  groups: readonly string[],
): Promise<void> {
  const lists = Array.from({ length: 30 }, (_, n) => ({
    id: version === 1 ? `pl_${n}` : `plist_${n}`,
    [version === 1 ? "name" : "title"]: `List ${n}`,
    description: n % 2 === 0 ? "" : "Two\nlines",
    type: n % 2 === 0 ? "sale" : "override",
    status: n % 3 === 0 ? "draft" : "active",
    starts_at: n % 4 === 0 ? "2024-01-01 00:00:00.123456+00" : null,
    ...datesOf(dice, n === 29),
  }));
  await insertMany(medusa, "price_list", lists);
  const rules = lists.flatMap(({ id }, n) => {
    const chosen = n % 3 === 0 ? [] : [...new Set([groups[dice(groups.length)], n % 5 === 0 ? "unknown" : groups[4]])];
    return chosen.length === 0 ? [] : [{ price_list_id: id, groups: chosen }];
  });
  const pairs = rules.flatMap(({ price_list_id, groups }) =>
    groups.map((customer_group_id) => ({ price_list_id, customer_group_id })),
  );
  if (version === 1) await insertMany(medusa, "price_list_customer_groups", pairs);
  else {
    const rows = rules.map(({ price_list_id, groups }, n) => ({
      id: `prule_${n}`,
      price_list_id,
      attribute: "customer.groups.id",
      value: groups,
      ...datesOf(dice),
    }));
    await insertMany(medusa, "price_list_rule", rows);
  }
  await fillPrices(
    medusa,
    dice,
    version,
    lists.map(({ id }) => String(id)),
  );
}

async function fillPrices(
  medusa: MedusaDatabase,
  dice: Dice,
  version: Version,
  lists: readonly string[],
): Promise<void> {
  const prices = lists.flatMap((price_list_id) =>
    Array.from({ length: 6 }, (_, n) => {
      const cents = 100 + dice(10_000);
      const common = {
        id: `price_${price_list_id}_${n}`,
        price_list_id,
        currency_code: n === 5 ? "jpy" : "eur",
        min_quantity: 1 + n * 10,
        max_quantity: 10 + n * 10,
        ...datesOf(dice),
      };
      if (version === 1) return { ...common, amount: cents };
      const amount = n === 5 ? String(cents) : n === 4 ? "1.005" : (cents / 100).toFixed(2);
      return {
        ...common,
        amount: Number(amount),
        raw_amount: { value: amount, precision: 20 },
        price_set_id: `pset_${price_list_id}_${n}`,
      };
    }),
  );
  await insertMany(medusa, version === 1 ? "money_amount" : "price", prices);
  const links = prices.map(({ id, ...price }) => {
    const common = { id: `link_${id}`, variant_id: `variant_${dice(3)}`, ...datesOf(dice) };
    return version === 1
      ? { ...common, money_amount_id: id }
      : { ...common, price_set_id: Reflect.get(price, "price_set_id") };
  });
  await insertMany(medusa, version === 1 ? "product_variant_money_amount" : "product_variant_price_set", links);
}

async function fillOrders(
  medusa: MedusaDatabase,
  dice: Dice,
  version: Version,
  customers: readonly Row[],
): Promise<void> {
  const orders = customers.flatMap(({ id: customer_id, email }, n) =>
    Array.from({ length: dice(3) }, (_, place) => {
      const { deleted_at, ...dates } = datesOf(dice, dice(20) === 0);
      const common = {
        id: `order_${n}_${place}`,
        customer_id,
        email: String(email).includes("@") ? email : "",
        currency_code: dice(4) === 0 ? "jpy" : "eur",
        display_id: n * 10 + place,
        status: ["pending", "completed", "canceled"][dice(3)],
        metadata: metadata[dice(metadata.length)] ?? null,
        ...dates,
      };
      if (version === 1) return common;
      return {
        ...common,
        customer_id: dice(9) === 0 ? null : customer_id,
        version: 1 + place,
        is_draft_order: dice(15) === 0,
        deleted_at,
      };
    }),
  );
  await insertMany(medusa, "order", orders);
  if (version === 1) {
    const items = orders.map(({ id }) => ({
      id: `item_${id}`,
      order_id: id,
      unit_price: 1 + dice(9_999),
      quantity: 1 + dice(4),
      ...datesOf(dice),
    }));
    await insertMany(
      medusa,
      "line_item",
      items.map(({ deleted_at: _, ...item }: Row & { deleted_at?: unknown }) => item),
    );
    const taxes = items.map(({ id }) => ({
      id: `tax_${id}`,
      item_id: id,
      rate: 19,
      created_at: at(dice),
      updated_at: at(dice),
    }));
    await insertMany(medusa, "line_item_tax_line", taxes);
    return;
  }
  const summaries = orders.map((order) => {
    const value = `${dice(1_000)}.${String(dice(10_000)).padStart(4, "0")}`;
    const totals = { current_order_total: Number(value), raw_current_order_total: { value, precision: 20 } };
    return {
      id: `ordsum_${order.id}`,
      order_id: order.id,
      version: Reflect.get(order, "version"),
      totals,
      ...datesOf(dice),
    };
  });
  await insertMany(
    medusa,
    "order_summary",
    summaries.filter((_, n) => n % 40 !== 39),
  );
}

async function fillLogins(medusa: MedusaDatabase, dice: Dice, customers: readonly Row[]): Promise<void> {
  const registered = customers.filter(({ has_account }) => has_account);
  const accounts = registered.map(({ id }) => ({
    id: `authid_${id}`,
    app_metadata: { customer_id: id },
    ...datesOf(dice),
  }));
  await insertMany(medusa, "auth_identity", accounts);
  const logins = registered.map(({ id, email }) => ({
    id: `login_${id}`,
    entity_id: `${email}-${id}`,
    provider: dice(5) === 0 ? "google" : "emailpass",
    auth_identity_id: `authid_${id}`,
    provider_metadata: { password: hashes[dice(hashes.length)] },
    ...datesOf(dice),
  }));
  await insertMany(medusa, "provider_identity", logins);
}
