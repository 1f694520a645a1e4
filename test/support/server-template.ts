import { randomBytes } from "node:crypto";
import { migrate } from "../../src/database/migrate.js";
import { createServerPool } from "../../src/database/server-pool.js";
import type { TemplateCopy } from "./template.js";

/** Makes the template: a migrated database of the given name. */
export async function createServerTemplate(serverUrl: string, template: string): Promise<void> {
  await runOnServer(serverUrl, `CREATE DATABASE ${template}`);
  const pool = createServerPool(urlOf(serverUrl, template));
  await migrate(pool);
  await pool.end();
}

/** Copies the template under a name of its own. */
export async function copyServerTemplate(serverUrl: string, template: string): Promise<TemplateCopy> {
  const name = `${template}_${randomBytes(6).toString("hex")}`;
  await runOnServer(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = urlOf(serverUrl, name);
  const pool = createServerPool(url);
  const close = async () => {
    await pool.end();
    await runOnServer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);
  };
  return { kind: "server", pool, url, close };
}

/** Drops the template, and the copies which killed test files left behind. */
export async function dropServerTemplate(serverUrl: string, template: string): Promise<void> {
  const pool = createServerPool(serverUrl, 1);
  const { rows } = await pool.query<{ name: string }>(
    "SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)",
    [template],
  );
  for (const { name } of rows) await pool.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await pool.end();
}

async function runOnServer(serverUrl: string, sql: string): Promise<void> {
  const pool = createServerPool(serverUrl, 1);
  try {
    await pool.query(sql);
  } finally {
    await pool.end();
  }
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
