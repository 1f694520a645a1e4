import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { openDatabase } from "../../src/database/database.js";
import { isDatabaseUnavailable } from "../../src/database/errors/errors.js";
import { migrate } from "../../src/database/migrations/migrate.js";
import { temporaryFolders } from "../support/temporary-folder.js";

const temporaryFolder = temporaryFolders();

// PostgreSQL in WebAssembly exceeds its stack with this statement before its depth check.
const tooDeep = "[".repeat(100_000) + "]".repeat(100_000);

test("a statement that crashes the embedded database fails, and later statements succeed after recovery", async () => {
  const warnings: string[] = [];
  const dataDir = await temporaryFolder();
  const { pool, prisma, close } = await openDatabase({ dataDir, onWarning: (message) => warnings.push(message) });
  await migrate(pool);
  await prisma.customer.create({ data: { id: "kept", firstName: "Ada" } });

  const transaction = prisma.$transaction(async (tx) => {
    await tx.customer.create({ data: { id: "lost", firstName: "Ada" } });
    await tx.$queryRaw`SELECT ${tooDeep}::jsonb`;
  });
  const waiting = prisma.customer.findMany();
  await expect(transaction.catch(isDatabaseUnavailable)).resolves.toBe(true);

  expect((await waiting).map((customer) => customer.id)).toEqual(["kept"]);
  expect(warnings).toEqual(["The embedded database starts again after a crash."]);
  await close();
}, 60_000);

test("a folder on which PostgreSQL does not start is rejected with its message, and unlocked", async () => {
  const dataDir = await temporaryFolder();
  await mkdir(path.join(dataDir, "postgres"));
  await writeFile(path.join(dataDir, "postgres", "PG_VERSION"), "9\n");
  await expect(openDatabase({ dataDir })).rejects.toThrow(
    "does not start. PostgreSQL says:\npostgres: could not access the server configuration file",
  );
  expect(await readdir(dataDir)).toEqual(["postgres"]);
});
