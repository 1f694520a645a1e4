import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { openMemoryDatabase } from "../../src/database/embedded/embedded.js";
import { createEmbeddedPool } from "../../src/database/embedded/embedded-pool.js";
import { migrate } from "../../src/database/migrations/migrate.js";
import type { TemplateCopy } from "./template.js";

/** Creates the template in a folder: the dump of a migrated database. */
export async function createEmbeddedTemplate(folder: string): Promise<void> {
  const pglite = await openMemoryDatabase();
  const pool = createEmbeddedPool(() => pglite);
  await migrate(pool);
  await pool.end();
  // Without them a copy is half as large.
  await pglite.exec("UPDATE pg_database SET datistemplate = false");
  for (const unused of ["template0", "template1"]) await pglite.exec(`DROP DATABASE ${unused}`);
  await pglite.exec("CHECKPOINT");
  const dump = await pglite.dumpDataDir("none");
  await writeFile(dumpFile(folder), new Uint8Array(await dump.arrayBuffer()));
  await pglite.close();
}

/** Opens a copy of the template in memory. */
export async function copyEmbeddedTemplate(folder: string): Promise<TemplateCopy> {
  const pglite = await openMemoryDatabase(new Blob([await readFile(dumpFile(folder))]));
  const pool = createEmbeddedPool(() => pglite);
  const close = async () => {
    await pool.end();
    await pglite.close();
  };
  return { kind: "embedded", pool, close };
}

function dumpFile(folder: string): string {
  return path.join(folder, "template.tar");
}
