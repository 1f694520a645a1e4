import { createHash } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { startNode } from "./children.js";

const root = path.join(import.meta.dirname, "../../..");
const prefix = "shop_benchmark";
/** The dates of the data end before this day, so that each run has the same data. */
const dataUntil = "2026-11-01";
const defaultUrl = "postgresql://postgres@127.0.0.1:5432/postgres";

/** The databases of one run, and the template they are copied from. */
export class Databases {
  /** A connection that stays open. Its backend pid is part of the database names, and shows if the run of a database still exists. */
  readonly admin: pg.Client;
  readonly #url: string;
  readonly #run: string;
  readonly #customers: number;
  readonly #template: string;
  readonly #made = new Set<string>();

  private constructor(url: string, admin: pg.Client, run: string, customers: number) {
    this.#url = url;
    this.admin = admin;
    this.#run = run;
    this.#customers = customers;
    // Computed once, because the files can change during the run.
    this.#template = `${prefix}_${customers}_${hashOfData()}`;
  }

  static async open(customers: number): Promise<Databases> {
    const url = process.env.DATABASE_URL ?? defaultUrl;
    const admin = new pg.Client({ connectionString: url, application_name: prefix });
    await admin.connect();
    const { rows } = await admin.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    const databases = new Databases(url, admin, `${prefix}_run_${rows[0]?.pid}`, customers);
    await databases.#dropLeftovers();
    await databases.#makeTemplate();
    return databases;
  }

  /** Creates a copy of the template. It has no triggers for servers without history. */
  async copy(name: string, { triggers = true } = {}): Promise<string> {
    const database = `${this.#run}_${name}`;
    console.log(`Creating the database ${database}.`);
    this.#made.add(database);
    await this.admin.query(`CREATE DATABASE ${database} TEMPLATE ${this.#template} STRATEGY file_copy`);
    const url = this.#urlOf(database);
    if (!triggers) await disableTriggers(url);
    return url;
  }

  /** Drops the copies. */
  async drop(): Promise<void> {
    for (const database of this.#made) {
      await this.admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
      this.#made.delete(database);
    }
  }

  async close(): Promise<void> {
    await this.drop();
    await this.admin.end();
  }

  /** Creates the template if no earlier run has created it. An incomplete template has another name. */
  async #makeTemplate(): Promise<void> {
    const template = this.#template;
    // A second run waits for the first one.
    await this.admin.query("SELECT pg_advisory_lock(hashtext($1))", [template]);
    const { rowCount } = await this.admin.query("SELECT FROM pg_database WHERE datname = $1", [template]);
    if (rowCount === 0) {
      const unfinished = `${template}_unfinished`;
      console.log(`Creating the database ${template} with ${this.#customers} customers. It is kept for later runs.`);
      await this.admin.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
      await this.admin.query(`CREATE DATABASE ${unfinished}`);
      await seed(this.#urlOf(unfinished), this.#customers);
      await settle(this.#urlOf(unfinished));
      await this.admin.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`);
    }
    await this.admin.query("SELECT pg_advisory_unlock(hashtext($1))", [template]);
  }

  /** Drops the databases of killed runs. */
  async #dropLeftovers(): Promise<void> {
    const { rows } = await this.admin.query<{ name: string }>(
      `SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1 || '_run_') AND NOT EXISTS (
        SELECT FROM pg_stat_activity
        WHERE application_name = $1 AND starts_with(pg_database.datname, $1 || '_run_' || pid || '_'))`,
      [prefix],
    );
    for (const { name } of rows) await this.admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  }

  #urlOf(database: string): string {
    const url = new URL(this.#url);
    url.pathname = `/${database}`;
    return url.href;
  }
}

/** A hash of all inputs of the data. */
function hashOfData(): string {
  const hash = createHash("sha256").update(dataUntil);
  for (const folder of ["prisma/migrations", "src/demo-data"]) {
    const entries = readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    for (const file of files.sort()) hash.update(readFileSync(file));
  }
  return hash.digest("hex").slice(0, 8);
}

async function seed(url: string, customers: number): Promise<void> {
  const seeder = path.join(root, "dist/cli/seed.js");
  const env = { PATH: process.env.PATH, DATABASE_URL: url };
  const child = startNode([seeder, "--customers", String(customers), "--until", dataUntil], { env, stdio: "inherit" });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`The seeder ended with ${code}.`);
}

/** Vacuums the template and turns autovacuum off in its copies. */
async function settle(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string; hasToast: boolean }>(
      `SELECT oid::regclass::text AS name, reltoastrelid <> 0 AS "hasToast" FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
    );
    for (const { name, hasToast } of rows) {
      const toast = hasToast ? ", toast.autovacuum_enabled = false" : "";
      await client.query(`ALTER TABLE ${name} SET (autovacuum_enabled = false${toast})`);
    }
    await client.query("VACUUM (FREEZE, ANALYZE)");
  });
}

async function disableTriggers(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "SELECT DISTINCT tgrelid::regclass::text AS name FROM pg_trigger WHERE NOT tgisinternal",
    );
    for (const { name } of rows) await client.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`);
  });
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
