import { randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { migrate } from "../../src/database/migrations/migrate.js";
import { createServerPool } from "../../src/database/server/server-pool.js";
import type { TemplateCopy } from "./template.js";

/** Creates the template: a migrated database with the given name. */
export async function createServerTemplate(serverUrl: string, template: string): Promise<void> {
  await runOnServer(serverUrl, `CREATE DATABASE ${template}`);
  const pool = createServerPool(urlOf(serverUrl, template));
  await migrate(pool);
  await pool.end();
}

/** Copies the template to a database with a unique name. */
export async function copyServerTemplate(serverUrl: string, template: string): Promise<TemplateCopy> {
  const name = `${template}_${randomBytes(6).toString("hex")}`;
  await runOnServer(
    serverUrl,
    `CREATE DATABASE ${name} TEMPLATE ${template}`,
    // A copy need not outlive a crash of the server. Waiting for the disk can take longer than all the rest of a test.
    `ALTER DATABASE ${name} SET synchronous_commit = off`,
  );
  const url = urlOf(serverUrl, name);
  const pool = createServerPool(url);
  const close = async () => {
    await pool.end();
    await dropUnused(serverUrl, name);
  };
  return { kind: "server", pool, url, close };
}

/**
 * Drops a database after all its connections are closing. The server still closes the last of them after the pool has
 * ended. A connection that is cut emits an error without a listener.
 */
async function dropUnused(serverUrl: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runOnServer(serverUrl, `DROP DATABASE ${name}`);
    } catch (error) {
      const isInUse = (error as { code?: string }).code === "55006";
      // PostgreSQL itself waits five seconds for the end of other connections.
      if (!isInUse || attempt === 10) throw error;
      await setTimeout(50);
    }
  }
}

/** Drops the template and the copies of killed test files. */
export async function dropServerTemplate(serverUrl: string, template: string): Promise<void> {
  const pool = createServerPool(serverUrl, { poolSize: 1 });
  const { rows } = await pool.query<{ name: string }>(
    "SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)",
    [template],
  );
  for (const { name } of rows) await pool.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await pool.end();
}

async function runOnServer(serverUrl: string, ...statements: string[]): Promise<void> {
  const pool = createServerPool(serverUrl, { poolSize: 1 });
  try {
    for (const statement of statements) await pool.query(statement);
  } finally {
    await pool.end();
  }
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
