import { randomInt } from "node:crypto";
import fc from "fast-check";
import { getNamedType, isInputObjectType } from "graphql";
import { defaultLimits } from "../../src/execution/limits/limits.js";
import {
  normalizeCountryCode,
  normalizeCurrencyCode,
  normalizeEmail,
  normalizeText,
} from "../../src/graphql/input/normalize-text.js";
import { createSchema } from "../../src/schema.js";
import { anyPhone, anyText, anyWord } from "../folding/texts.js";
import { useTestServer } from "../support/server.js";

/** The text fields of a filter, with their columns, tables and queries. */
interface Filtered {
  readonly table: string;
  readonly columns: Readonly<Record<string, string>>;
  /** Values of required columns. */
  readonly others: Readonly<Record<string, unknown>>;
  readonly query: string;
}

const at = "2026-01-02T03:04:05Z";
const names = { firstName: "first_name", lastName: "last_name", phone: "phone" };
const filters: Readonly<Record<string, Filtered>> = {
  CustomerFilter: {
    table: "customer",
    columns: { ...names, email: "email", companyName: "company_name" },
    others: {},
    query: "query ($where: CustomerFilter) { list: customers(where: $where) { totalCount nodes { id } } }",
  },
  AddressFilter: {
    table: "customer_address",
    columns: {
      ...names,
      addressName: "address_name",
      company: "company",
      city: "city",
      province: "province",
      postalCode: "postal_code",
      countryCode: "country_code",
    },
    others: { customer_id: "cus_owner" },
    query:
      'query ($where: AddressFilter) { of: customer(id: "cus_owner") { list: addresses(where: $where) { totalCount nodes { id } } } }',
  },
  CustomerGroupFilter: {
    table: "customer_group",
    columns: { name: "name" },
    others: {},
    query: "query ($where: CustomerGroupFilter) { list: customerGroups(where: $where) { totalCount nodes { id } } }",
  },
  PriceListFilter: {
    table: "price_list",
    columns: { title: "title" },
    others: { type: "SALE" },
    query: "query ($where: PriceListFilter) { list: priceLists(where: $where) { totalCount nodes { id } } }",
  },
  PriceListPriceFilter: {
    table: "price_list_price",
    columns: { currencyCode: "currency_code" },
    others: { price_list_id: "plist_owner", variant_id: "v", amount: "1.00" },
    query:
      'query ($where: PriceListPriceFilter) { of: priceList(id: "plist_owner") { list: prices(where: $where) { totalCount nodes { id: currencyCode } } } }',
  },
  OrderFilter: {
    table: "customer_order",
    columns: { displayId: "display_id", email: "email", currencyCode: "currency_code" },
    others: { customer_id: "cus_owner", status: "PENDING", currency_code: "EUR", total: "1.00", placed_at: at },
    query:
      'query ($where: OrderFilter) { of: customer(id: "cus_owner") { list: orders(where: $where) { totalCount nodes { id } } } }',
  },
  ExternalIdFilter: {
    table: "customer_external_id",
    columns: { system: "system", value: "value" },
    others: { system: "erp", value: "4711", is_live: true },
    query:
      "query ($where: ExternalIdFilter) { list: customers(where: { externalIds: { some: $where } }) { totalCount nodes { id } } }",
  },
};

/** These filters have no `not`. */
const withoutNot = ["PriceListPriceFilter", "ExternalIdFilter"];
/** The columns of these fields accept no blank text. */
const notBlank = ["name", "title", "value"];

/** The key of a row. Each external id is of a customer of its own, so that each customer that is found is one row. */
function keyOf(table: string, index: number): object {
  if (table === "price_list_price") return { position: index + 1 };
  return table === "customer_external_id" ? { customer_id: `cus_${index}` } : { id: `id_${index}` };
}

/** The stored form of a text. SQL can store most texts in any form. Null if the table accepts no form. */
const forms: Readonly<Record<string, (text: string) => string | null>> = {
  email: normalizeEmail,
  countryCode: (text) => /^[a-z]{2}$/.exec(normalizeCountryCode(text))?.[0] ?? null,
  currencyCode: (text) => /^[A-Z]{3}$/.exec(normalizeCurrencyCode(text))?.[0] ?? null,
  system: (text) => /^[a-z0-9._-]{1,64}$/.exec(normalizeText(text))?.[0] ?? null,
};
const anyEmail = fc.tuple(anyWord, anyWord).map(([name, host]) => `${name}@${host}.com`);
const anyCode = fc.constantFrom("EUR", "eur", " Eur ", "it", "IT ", "ıt", "ﬁ", "eſt", "K\u200Bes");

describe("for every text field of every filter", () => {
  const server = useTestServer({ limits: { ...defaultLimits, cost: 10_000_000 } });
  const fields = Object.entries(filters).flatMap(([filter, filtered]) =>
    Object.keys(filtered.columns).map((field) => [filter, field] as const),
  );

  it("has a test case", () => {
    const declared = Object.values(createSchema().getTypeMap())
      .filter(isInputObjectType)
      .flatMap((type) =>
        Object.values(type.getFields())
          .filter((field) => getNamedType(field.type).name === "StringFilter")
          .map((field) => `${type.name}.${field.name}`),
      );
    expect(declared.sort()).toEqual(fields.map((names) => names.join(".")).sort());
  });

  it.each(fields)("contains, startsWith and endsWith find what eq finds: %s.%s", async (filter, field) => {
    const { table, columns, others, query } = filters[filter] as Filtered;
    const pool = server.testDatabase.database.pool;
    await pool.query("INSERT INTO customer (id, email) VALUES ('cus_owner', 'owner@example.com')");
    await pool.query(
      "INSERT INTO customer (id, first_name) SELECT 'cus_' || n, 'Ada' FROM generate_series(0, 999) AS n",
    );
    await pool.query("INSERT INTO price_list (id, title, type) VALUES ('plist_owner', 'Owner', 'SALE')");
    const seed = randomInt(2 ** 31);
    const texts = fc.sample(fc.oneof(anyText, anyWord, anyPhone, anyEmail, anyCode), { seed, numRuns: 120 });
    const form = forms[field];
    const stored = new Set(texts.flatMap((text) => (form ? (form(text) ?? []) : [text, normalizeText(text)])));
    const rows = [...stored]
      .filter((text) => !notBlank.includes(field) || normalizeText(text) !== "")
      .map((text, index) => ({
        ...keyOf(table, index),
        ...others,
        [columns[field] ?? ""]: text,
      }));
    const inserted = Object.keys(rows[0] ?? {}).join(", ");
    // Rows that violate a constraint, such as unique names, are omitted.
    await pool.query(
      `INSERT INTO ${table} (${inserted}) SELECT ${inserted} FROM jsonb_populate_recordset(NULL::${table}, $1) ON CONFLICT DO NOTHING`,
      [JSON.stringify(rows)],
    );

    const listOf = async (where: object) => {
      const { data, errors } = await server.ask(query, { where });
      if (errors) throw new Error(JSON.stringify(errors));
      const { list, of } = data as never as Record<string, { list: unknown }>;
      return (list ?? of?.list) as { totalCount: number; nodes: unknown[] };
    };
    expect((await listOf({ [field]: { in: texts } })).totalCount).toBeGreaterThan(0);
    const missedBy = (text: string) => ({
      [field]: { eq: text },
      not: { [field]: { contains: text, startsWith: text, endsWith: text } },
    });
    if (withoutNot.includes(filter)) {
      for (const text of texts.slice(0, 30)) {
        const counts = [];
        for (const more of [{}, { contains: text, startsWith: text, endsWith: text }]) {
          counts.push((await listOf({ [field]: { eq: text, ...more } })).totalCount);
        }
        expect([seed, text, counts[1]]).toEqual([seed, text, counts[0]]);
      }
      return;
    }
    for (let first = 0; first < texts.length; first += 20) {
      const missed = texts.slice(first, first + 20);
      const { nodes } = await listOf({ or: missed.map(missedBy) });
      expect({ seed, missed: nodes.length > 0 ? missed : [], nodes }).toEqual({ seed, missed: [], nodes: [] });
    }
  });
});
