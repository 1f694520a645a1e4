import type { TestServer } from "./server.js";

/** The tables by their names in a test. */
const tables = {
  customers: "customer",
  addresses: "customer_address",
  groups: "customer_group",
  priceLists: "price_list",
  regions: "region",
  regionCountries: "region_country",
  orders: "customer_order",
  jobs: "job",
  users: "staff_user",
  apiKeys: "api_key",
  memberships: "customer_group_member",
} as const;

/** A row with the names of the columns in camel case, and times as texts. */
export type TableRow = Readonly<Record<string, unknown>>;
export type AllRows = Readonly<Record<keyof typeof tables, readonly TableRow[]>>;

// A timer writes when keys were last used, at any time.
const statement = Object.entries(tables)
  .map(([name, table]) => `SELECT '${name}' AS name, to_jsonb(t) - 'last_used_at' AS row FROM ${table} t`)
  .join(" UNION ALL ");

/** All rows of all tables in one statement, to check that a refused write has changed nothing. */
export async function allRows({ testDatabase }: TestServer): Promise<AllRows> {
  const { rows } = await testDatabase.database.pool.query<{ name: keyof typeof tables; row: TableRow }>(
    `SELECT * FROM (${statement}) AS rows ORDER BY name, row`,
  );
  const found = Object.fromEntries(Object.keys(tables).map((name) => [name, [] as TableRow[]]));
  for (const { name, row } of rows) found[name]?.push(inCamelCase(row));
  return found as Record<keyof typeof tables, TableRow[]>;
}

function inCamelCase(row: TableRow): TableRow {
  const camelCase = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [camelCase(name), value]));
}
