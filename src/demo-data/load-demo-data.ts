import type { ClientBase, Pool } from "pg";
import { disableTimeLimits } from "../database/server/server-pool.js";
import { type DemoAccounts, insertDemoAccounts } from "./demo-accounts.js";
import { type DemoCustomer, type DemoDataParameters, generateCustomers } from "./demo-customers.js";
import { type DemoGroup, generateGroups } from "./demo-groups.js";
import { createOrderGenerator } from "./demo-orders.js";
import { generatePriceLists } from "./demo-price-lists.js";
import { generateRegions } from "./demo-regions.js";
import {
  addressColumns,
  customerColumns,
  groupColumns,
  type MembershipRow,
  membershipColumns,
  priceColumns,
  priceListColumns,
  regionColumns,
  regionCountryColumns,
} from "./demo-tables.js";
import { insertRows } from "./insert-rows.js";
import { createOrderStagingTable, insertNumberedOrders, stageOrders } from "./staged-orders.rows.js";

/** The options of `loadDemoData`. */
export interface DemoDataOptions extends DemoDataParameters {
  /** Deletes all customers, groups, price lists, regions and orders first. Otherwise an error is thrown if there are any. */
  readonly replace?: boolean | undefined;
  /** Accounts with a password: a new member of staff, and one of the demo customers. */
  readonly accounts?: DemoAccounts | undefined;
  readonly onProgress?: ((progress: DemoDataProgress) => void) | undefined;
}

export interface DemoDataProgress {
  readonly rows: "customers" | "memberships";
  readonly done: number;
  readonly total: number;
}

/** The numbers of loaded rows. */
export interface DemoDataCounts {
  readonly customers: number;
  readonly addresses: number;
  readonly orders: number;
  readonly groups: number;
  readonly priceLists: number;
  readonly regions: number;
  readonly memberships: number;
}

/** The database already contains data, so no demo data is loaded. */
export class DatabaseNotEmptyError extends Error {
  override name = "DatabaseNotEmptyError";
}

const customersPerStatement = 2000;
const membershipsPerStatement = 10_000;

/** The tables that must be empty. A table comes before the tables to which it refers. */
const mainTables = ["customer_order", "price_list", "region", "customer_group", "customer"];

/**
 * Fills the tables with demo data, in one transaction.
 * @throws DatabaseNotEmptyError if one of the tables has rows, also deleted ones, and `replace` is not set.
 */
export async function loadDemoData(pool: Pool, options: DemoDataOptions): Promise<DemoDataCounts> {
  const client = await pool.connect();
  try {
    await disableTimeLimits(client);
    await client.query("BEGIN");
    const counts = await load(client, options);
    await client.query("COMMIT");
    await vacuum(client);
    client.release(true);
    return counts;
  } catch (error) {
    // Closing the connection rolls the transaction back.
    client.release(true);
    throw error;
  }
}

async function load(client: ClientBase, options: DemoDataOptions): Promise<DemoDataCounts> {
  // If two processes find the database empty, the second one waits here. Then it finds the rows of the first one.
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended('demo data', 0))");
  await setTriggers(client, "DISABLE");
  if (options.replace) await deleteEverything(client);
  else await refuseUnlessEmpty(client);

  const report = options.onProgress ?? (() => {});
  const { customers, addresses, orders } = await loadCustomers(client, options, (done) =>
    report({ rows: "customers", done, total: options.customers }),
  );
  const groups = [...generateGroups(options)];
  await insertRows(client, "customer_group", groupColumns, groups);
  const priceLists = await loadPriceLists(client, options, groups);
  const regions = await loadRegions(client, options);
  const memberships = await loadMemberships(client, groups, customers, (done, total) =>
    report({ rows: "memberships", done, total }),
  );
  if (options.accounts) await insertDemoAccounts(client, options.accounts);
  await setTriggers(client, "ENABLE");
  return {
    customers: customers.length,
    addresses,
    orders,
    groups: groups.length,
    priceLists,
    regions,
    memberships,
  };
}

/** Turns the triggers off or on. Demo data has no history: writing it would take four times as long as the rest. */
async function setTriggers(client: ClientBase, change: "ENABLE" | "DISABLE"): Promise<void> {
  for (const table of tables) await client.query(`ALTER TABLE ${table} ${change} TRIGGER USER`);
}

async function refuseUnlessEmpty(client: ClientBase): Promise<void> {
  const rows = mainTables.map((table) => `SELECT FROM ${table}`).join(" UNION ALL ");
  const { rowCount } = await client.query(`${rows} LIMIT 1`);
  if (rowCount !== 0) {
    throw new DatabaseNotEmptyError(
      "Expected a database without customers, groups, price lists, regions and orders, but this one has some.",
    );
  }
}

/** The filled tables. A table comes before the tables to which it refers. */
const tables = ["customer_group_member", "customer_address", "price_list_price", "region_country", ...mainTables];

// Deletes table by table, because the cascade of a foreign key runs once for each customer.
async function deleteEverything(client: ClientBase): Promise<void> {
  for (const table of tables) {
    await client.query(`DELETE FROM ${table}`);
  }
}

/** The values of a customer that a membership needs. A million whole customers would take a gigabyte of memory. */
type CustomerKey = Pick<DemoCustomer, "id" | "createdAt">;

async function loadCustomers(client: ClientBase, parameters: DemoDataParameters, report: (done: number) => void) {
  const customers: CustomerKey[] = [];
  const generateOrders = createOrderGenerator(parameters);
  let addresses = 0;
  await createOrderStagingTable(client);
  await forEachBatch(generateCustomers(parameters), customersPerStatement, async (batch) => {
    const addressRows = batch.flatMap(({ id, addresses }) => addresses.map((row) => ({ ...row, customerId: id })));
    await insertRows(client, "customer", customerColumns, batch);
    await insertRows(client, "customer_address", addressColumns, addressRows);
    await stageOrders(client, batch.flatMap(generateOrders));
    for (const { id, createdAt } of batch) customers.push({ id, createdAt });
    addresses += addressRows.length;
    report(customers.length);
  });
  const orders = await insertNumberedOrders(client);
  return { customers, addresses, orders };
}

async function loadPriceLists(
  client: ClientBase,
  parameters: DemoDataParameters,
  groups: readonly DemoGroup[],
): Promise<number> {
  const priceLists = generatePriceLists(parameters, groups);
  const prices = priceLists.flatMap(({ id, prices }) =>
    prices.map((price, index) => ({ ...price, priceListId: id, position: index + 1 })),
  );
  await insertRows(client, "price_list", priceListColumns, priceLists);
  // The triggers that write these rows are disabled.
  await insertRows(client, "price_list_price", priceColumns, prices);
  return priceLists.length;
}

async function loadRegions(client: ClientBase, parameters: DemoDataParameters): Promise<number> {
  const regions = generateRegions(parameters);
  const countries = regions.flatMap(({ id, countryCodes }) =>
    countryCodes.map((countryCode) => ({ countryCode, regionId: id })),
  );
  await insertRows(client, "region", regionColumns, regions);
  // The triggers that write these rows are disabled.
  await insertRows(client, "region_country", regionCountryColumns, countries);
  return regions.length;
}

async function loadMemberships(
  client: ClientBase,
  groups: readonly DemoGroup[],
  customers: readonly CustomerKey[],
  report: (done: number, total: number) => void,
): Promise<number> {
  const total = groups.reduce((sum, group) => sum + group.members.length, 0);
  let done = 0;
  await forEachBatch(membershipsOf(groups, customers), membershipsPerStatement, async (batch) => {
    await insertRows(client, "customer_group_member", membershipColumns, batch);
    done += batch.length;
    report(done, total);
  });
  return done;
}

function* membershipsOf(groups: readonly DemoGroup[], customers: readonly CustomerKey[]): Generator<MembershipRow> {
  for (const group of groups) {
    for (const member of group.members) {
      const customer = customers[member];
      if (customer) yield { groupId: group.id, customerId: customer.id, createdAt: customer.createdAt };
    }
  }
}

/** Calls `write` for each batch. While the database writes a batch, the next one is created. */
async function forEachBatch<Item>(
  items: Iterable<Item>,
  size: number,
  write: (batch: Item[]) => Promise<void>,
): Promise<void> {
  let writing = Promise.resolve();
  let batch: Item[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    await writing;
    writing = write(batch);
    batch = [];
  }
  await writing;
  if (batch.length > 0) await write(batch);
}

// Creates the statistics for the planner, and empties the pending lists of the search indexes. The embedded database has no
// autovacuum that would do this later.
async function vacuum(client: ClientBase): Promise<void> {
  await client.query(`VACUUM (ANALYZE) ${tables.join(", ")}`);
}
