import { randomBytes } from "node:crypto";
import pg from "pg";
import { importMedusa, type MedusaImportOptions } from "../../src/medusa-import/import-medusa.js";
import type { TestDatabase } from "../support/database.js";
import { copyTemplate } from "../support/template.js";
import { medusa1Tables } from "./medusa-1.tables.js";
import { medusa2Tables } from "./medusa-2.tables.js";

export type Version = 1 | 2;
export type Row = Readonly<Record<string, unknown>>;

/** A database with the tables of Medusa. */
export interface MedusaDatabase {
  readonly client: pg.ClientBase;
  /** The URL. Only on a PostgreSQL server. */
  readonly url: string | undefined;
  /** Creates the tables of a version in a schema, without rows. The tables that were there are dropped. */
  createTables(version: Version, schema?: string): Promise<void>;
  /** Deletes all rows of the tables of a version. Creates the tables if they are not there. */
  emptyTables(version: Version): Promise<void>;
  /** Inserts rows. Rows without dates get one of 2023. */
  insert(table: string, ...rows: Row[]): Promise<void>;
  query<Result extends pg.QueryResultRow>(sql: string, parameters?: unknown[]): Promise<Result[]>;
  close(): Promise<void>;
}

const tables = { 1: medusa1Tables, 2: medusa2Tables };
export const someDate = "2023-05-01 10:00:00.123456+00";

/** Opens an empty database: on the server of the tests, or else an embedded one. */
export async function openMedusaDatabase(): Promise<MedusaDatabase> {
  const { client, url, close } = await openEmptyDatabase();
  let present: Version | undefined;
  const query = async <Result extends pg.QueryResultRow>(sql: string, parameters?: unknown[]) =>
    (await client.query<Result>(sql, parameters)).rows;
  const createTables = async (version: Version, schema = "public") => {
    present = schema === "public" ? version : undefined;
    await client.query(
      `DROP SCHEMA IF EXISTS "${schema}" CASCADE; CREATE SCHEMA "${schema}"; SET search_path = "${schema}"`,
    );
    await client.query(tables[version]);
  };
  return {
    client,
    url,
    query,
    close,
    createTables,
    emptyTables: async (version) => {
      // Creating tables takes longer than most tests.
      if (present !== version) await createTables(version);
      else await client.query(deleteAllRows);
    },
    insert: async (table, ...rows) => {
      for (const row of rows) {
        const values = table in withoutDates ? row : { created_at: someDate, updated_at: someDate, ...row };
        const names = Object.keys(values);
        await client.query(
          `INSERT INTO "${table}" (${names.map((name) => `"${name}"`).join(", ")}) VALUES (${names.map((_, i) => `$${i + 1}`).join(", ")})`,
          Object.values(values).map((value) => (isJson(value) ? JSON.stringify(value) : value)),
        );
      }
    },
  };
}

/** Countries are part of a new database. */
const deleteAllRows = `DO $$ BEGIN
  SET LOCAL session_replication_role = replica;
  EXECUTE (SELECT string_agg(format('DELETE FROM %I', tablename), '; ') FROM pg_tables
    WHERE schemaname = 'public' AND tablename NOT IN ('country', 'region_country'));
  IF to_regclass('country') IS NOT NULL THEN UPDATE country SET region_id = NULL;
  ELSE UPDATE region_country SET region_id = NULL; END IF; END $$`;

/** The tables that have no dates. */
const withoutDates = { customer_group_customers: 1, country: 1, price_list_customer_groups: 1 };

function isJson(value: unknown): boolean {
  return typeof value === "object" && value !== null && !(value instanceof Date);
}

async function openEmptyDatabase() {
  const serverUrl = process.env.TEST_DATABASE_URL;
  if (serverUrl === undefined) {
    // Creating a database takes longer than a copy. The tables of the copy are dropped with their schema.
    const { pool, close } = await copyTemplate();
    const client = await pool.connect();
    return {
      client,
      url: undefined,
      close: () => {
        client.release();
        return close();
      },
    };
  }
  const name = `medusa_${randomBytes(6).toString("hex")}`;
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.query(`ALTER DATABASE ${name} SET synchronous_commit = off`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: url.href });
  client.on("error", () => {});
  await client.connect();
  const close = async () => {
    await client.end();
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  };
  return { client, url: url.href, close };
}

/** Opens a Medusa database for a test file. */
export function useMedusaDatabase(): MedusaDatabase {
  let medusa: MedusaDatabase;
  beforeAll(async () => {
    medusa = await openMedusaDatabase();
  });
  afterAll(() => medusa?.close());
  return {
    get client() {
      return medusa.client;
    },
    get url() {
      return medusa.url;
    },
    createTables: (...args) => medusa.createTables(...args),
    emptyTables: (...args) => medusa.emptyTables(...args),
    insert: (...args) => medusa.insert(...args),
    query: (sql, parameters) => medusa.query(sql, parameters),
    close: () => medusa.close(),
  };
}

/** Runs an import and returns its counts by the name of the rows, and its reasons. */
export async function runImport(testDatabase: TestDatabase, medusa: MedusaDatabase, options: MedusaImportOptions = {}) {
  const summary = await importMedusa(testDatabase.database.pool, medusa.client, options);
  for (const { rows, read, created, updated, unchanged, refused, leftOut } of summary.counts)
    expect({ rows, read: created + updated + unchanged + refused + leftOut }).toEqual({ rows, read });
  const counts = Object.fromEntries(summary.counts.map((each) => [each.rows, each]));
  const reasons = summary.reasons.map(
    ({ rows, outcome, reason, count }) => `${rows}, ${outcome}: ${reason} (${count})`,
  );
  return { ...summary, counts, reasons, details: summary.reasons };
}
