// `npm run db:check`: does prisma/schema.prisma describe what prisma/migrations make?
import { readFile } from "node:fs/promises";
import path from "node:path";
import { openMemoryDatabase } from "../../src/database/embedded/embedded.js";
import { createEmbeddedPool } from "../../src/database/embedded/embedded-pool.js";
import { migrate } from "../../src/database/migrations/migrate.js";
import { schemaDrift } from "./schema-engine.js";

const pglite = await openMemoryDatabase();
const pool = createEmbeddedPool(() => pglite);
await migrate(pool);
const drift = await schemaDrift(
  pool,
  await readFile(path.join(import.meta.dirname, "../../prisma/schema.prisma"), "utf8"),
);
await pool.end();
await pglite.close();

if (drift === undefined) {
  console.log("prisma/schema.prisma and prisma/migrations agree.");
} else {
  console.error(`To fit prisma/schema.prisma, the migrations would have to make these changes:\n${drift}`);
  process.exitCode = 1;
}
