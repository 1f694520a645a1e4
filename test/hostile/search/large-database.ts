import pg from "pg";
import { type IdKind, type Ids, idKinds } from "./placeholders.js";

/*
 * A copy of a database with many customers, and with further data of large shops: long price lists, large metadata, a long
 * history. Operations may change it.
 */

const tables: Readonly<Record<IdKind, string>> = {
  customer: "customer",
  address: "customer_address",
  customerGroup: "customer_group",
  priceList: "price_list",
  order: "customer_order",
};

const priceLists = 100;
const pricesPerList = 10_000;
const changesPerCustomer = 3;
const customersWithMuchData = 300;

const additions = [
  "SET session_replication_role = replica",
  `INSERT INTO price_list (id, title, type, status, prices)
   SELECT 'plist_0000000000000000000000' || lpad(n::text, 4, '0'), 'Large ' || n, 'SALE', 'ACTIVE', prices
   FROM generate_series(1, ${priceLists}) AS n, (
     SELECT jsonb_agg(jsonb_build_object('variantId', 'variant_' || n, 'currencyCode', 'EUR', 'amount', (n / 100.0)::text,
       'minQuantity', NULL, 'maxQuantity', NULL)) AS prices FROM generate_series(1, ${pricesPerList}) AS n
   ) AS long`,
  `INSERT INTO price_list_price (price_list_id, position, variant_id, currency_code, amount)
   SELECT p.id, n, 'variant_' || n, 'EUR', (n / 100.0)::text
   FROM price_list p, generate_series(1, ${pricesPerList}) AS n WHERE p.title LIKE 'Large %'`,
  `INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, fields)
   SELECT 1000000 + n, 'chg_0' || lpad(n::text, 25, '0'), now() - n * interval '1 minute', 'UPDATED', 'CUSTOMER',
     -- One customer is changed again and again.
     CASE WHEN n % 4 = 0 THEN (SELECT min(id) FROM customer) ELSE id END, 'SYSTEM', 'system', '[{"name": "first_name", "before": "a", "after": "b"}]'
   FROM (
     SELECT id, row_number() OVER (ORDER BY time, id) AS n FROM customer, generate_series(1, ${changesPerCustomer}) AS time
   ) AS changed`,
  `UPDATE customer SET metadata = jsonb_build_object('text', repeat(md5(id), 2000))
   WHERE id IN (SELECT id FROM customer ORDER BY id LIMIT ${customersWithMuchData})`,
  "ANALYZE",
];

export class LargeDatabase {
  readonly url: string;
  readonly ids: Ids;
  readonly #admin: pg.Client;
  readonly #name: string;

  private constructor(url: string, ids: Ids, admin: pg.Client, name: string) {
    this.url = url;
    this.ids = ids;
    this.#admin = admin;
    this.#name = name;
  }

  /** Copies the database. Nothing else may use it at that time. */
  static async copyOf(databaseUrl: string): Promise<LargeDatabase> {
    const original = new URL(databaseUrl).pathname.slice(1);
    const name = `hostile_${process.pid}`;
    const admin = new pg.Client({ connectionString: withDatabase(databaseUrl, "postgres") });
    await admin.connect();
    await admin.query(`CREATE DATABASE "${name}" TEMPLATE "${original}"`);
    // The CPU time of a parallel worker is lost when it ends.
    await admin.query(`ALTER DATABASE "${name}" SET max_parallel_workers_per_gather = 0`);
    const url = withDatabase(databaseUrl, name);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      for (const sql of additions) await client.query(sql);
      return new LargeDatabase(url, await idsOf(client), admin, name);
    } finally {
      await client.end();
    }
  }

  /** The processes of the database. */
  async processes(): Promise<number[]> {
    const { rows } = await this.#admin.query<{ pid: number }>("SELECT pid FROM pg_stat_activity WHERE datname = $1", [
      this.#name,
    ]);
    return rows.map(({ pid }) => pid);
  }

  async drop(): Promise<void> {
    await this.#admin.query(`DROP DATABASE "${this.#name}" WITH (FORCE)`);
    await this.#admin.end();
  }
}

async function idsOf(client: pg.Client): Promise<Ids> {
  const ids: Partial<Record<IdKind, string[]>> = {};
  for (const kind of idKinds) {
    const { rows } = await client.query<{ id: string }>(`SELECT id FROM ${tables[kind]} ORDER BY id LIMIT 10000`);
    ids[kind] = rows.map(({ id }) => id);
  }
  return ids as Ids;
}

function withDatabase(databaseUrl: string, name: string): string {
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return url.href;
}
