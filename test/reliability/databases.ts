import { once } from "node:events";
import path from "node:path";
import pg from "pg";
import { startNode } from "../benchmark/children.js";

const root = path.join(import.meta.dirname, "../..");
const serverUrl = process.env.DATABASE_URL ?? "postgresql://postgres@127.0.0.1:5432/postgres";

/** A database for one check. */
export interface TemporaryDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Creates a database with demo data on the server of DATABASE_URL, or on the server of this machine. */
export async function createTemporaryDatabase(customers: number): Promise<TemporaryDatabase> {
  const name = `shop_reliability_${process.pid}`;
  await runSql(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await seed(url.href, customers);
  return { url: url.href, drop: () => runSql(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

export async function seed(databaseUrl: string, customers: number): Promise<void> {
  const args = [path.join(root, "dist/cli/seed.js"), "--customers", String(customers)];
  const env = { PATH: process.env.PATH, DATABASE_URL: databaseUrl };
  const [code] = await once(startNode(args, { env, stdio: "ignore" }), "exit");
  if (code !== 0) throw new Error(`The seeder ended with ${code}.`);
}

export async function withClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function runSql(databaseUrl: string, sql: string): Promise<void> {
  await withClient(databaseUrl, (client) => client.query(sql));
}
