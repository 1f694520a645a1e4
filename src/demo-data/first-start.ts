import type { Pool } from "pg";
import { generateDemoAccounts } from "./demo-accounts.js";
import { saveDemoAccounts } from "./demo-accounts-file.js";
import { demoPeriodBefore } from "./demo-period.js";
import { DatabaseNotEmptyError, type DemoDataCounts, loadDemoData } from "./load-demo-data.js";

/** The size and the seed of the demo data of the first start. */
export const firstStartParameters = { customers: 1000, seed: 1 };

/** The options of `loadFirstDemoData`. */
export interface FirstDemoDataOptions {
  /** The folder in which the demo accounts are stored. If undefined, no demo accounts are created. */
  readonly accountsFolder: string | undefined;
  /** The present time. The dates of the demo data end before this day. */
  readonly now: Date;
  readonly log: (line: string) => void;
}

/**
 * Loads a small set of demo data if the database has no customers, groups, price lists, regions and orders. Also creates demo
 * accounts if there is and was no member of staff.
 * @returns true if demo accounts were created.
 */
export async function loadFirstDemoData(
  pool: Pool,
  { accountsFolder, now, log }: FirstDemoDataOptions,
): Promise<boolean> {
  const { empty, unstaffed } = await readState(pool);
  if (!empty) return false;
  log(
    `The database is empty: loading ${firstStartParameters.customers} demo customers (DEMO_DATA=false leaves it empty).`,
  );
  const parameters = { ...firstStartParameters, period: demoPeriodBefore(now) };
  const accounts = accountsFolder !== undefined && unstaffed ? generateDemoAccounts(parameters) : undefined;
  // The file is written first. If the process ends before the data is committed, the next start replaces the file.
  if (accountsFolder !== undefined && accounts) await saveDemoAccounts(accountsFolder, accounts);
  try {
    const loaded = await loadDemoData(pool, {
      ...parameters,
      accounts,
      onProgress: ({ rows: kind, done, total }) => {
        if (done === total) log(`Loaded ${total} ${kind}.`);
      },
    });
    log(describe(loaded));
    return accounts !== undefined;
  } catch (error) {
    // Another process that started at the same time has loaded the data.
    if (!(error instanceof DatabaseNotEmptyError)) throw error;
    return false;
  }
}

interface State {
  /** True if there are no customers, groups, price lists, regions and orders, also no deleted ones. */
  readonly empty: boolean;
  /** True if there are no members of staff, also no deleted ones. */
  readonly unstaffed: boolean;
}

async function readState(pool: Pool): Promise<State> {
  const { rows } = await pool.query<State>(
    `SELECT NOT EXISTS (SELECT FROM customer) AND NOT EXISTS (SELECT FROM customer_group)
       AND NOT EXISTS (SELECT FROM price_list) AND NOT EXISTS (SELECT FROM customer_order)
       AND NOT EXISTS (SELECT FROM region) AS empty,
       NOT EXISTS (SELECT FROM staff_user) AS unstaffed`,
  );
  return rows[0] ?? { empty: false, unstaffed: false };
}

function describe({ customers, addresses, orders, groups, priceLists, regions, memberships }: DemoDataCounts): string {
  return `Loaded ${customers} customers, ${addresses} addresses, ${orders} orders, ${groups} groups, ${memberships} memberships, ${priceLists} price lists and ${regions} regions.`;
}
