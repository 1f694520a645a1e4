import type { Pool } from "pg";
import { DatabaseNotEmptyError, type DemoDataCounts, loadDemoData } from "./load-demo-data.js";

const customers = 1000;

/** Loads a small set of demo data if the database has no customers, groups, price lists, regions and orders. */
export async function loadFirstDemoData(pool: Pool, log: (line: string) => void): Promise<void> {
  const { rows } = await pool.query<{ empty: boolean }>(
    `SELECT NOT EXISTS (SELECT FROM customer) AND NOT EXISTS (SELECT FROM customer_group)
       AND NOT EXISTS (SELECT FROM price_list) AND NOT EXISTS (SELECT FROM customer_order)
       AND NOT EXISTS (SELECT FROM region) AS empty`,
  );
  if (!rows[0]?.empty) return;
  log(`The database is empty: loading ${customers} demo customers (DEMO_DATA=false leaves it empty).`);
  try {
    const loaded = await loadDemoData(pool, {
      customers,
      onProgress: ({ rows: kind, done, total }) => {
        if (done === total) log(`Loaded ${total} ${kind}.`);
      },
    });
    log(describe(loaded));
  } catch (error) {
    // Another process that started at the same time has loaded the data.
    if (!(error instanceof DatabaseNotEmptyError)) throw error;
  }
}

function describe({ customers, addresses, orders, groups, priceLists, regions, memberships }: DemoDataCounts): string {
  return `Loaded ${customers} customers, ${addresses} addresses, ${orders} orders, ${groups} groups, ${memberships} memberships, ${priceLists} price lists and ${regions} regions.`;
}
