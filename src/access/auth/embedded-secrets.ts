import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { newApiKeySecret } from "./api-key-secret.js";

/*
 * With a PostgreSQL server, the operator chooses these secrets. For the embedded database they are generated once and
 * stored in its folder, readable by the owner only.
 */

/** The root key of an embedded database. */
export async function embeddedAdminApiKey(dataDir: string): Promise<string> {
  return readOrCreateSecret(join(dataDir, "admin-api-key"), newApiKeySecret);
}

/** The secret that signs the tokens of an embedded database's logins. */
export async function embeddedJwtSecret(dataDir: string): Promise<string> {
  return readOrCreateSecret(join(dataDir, "jwt-secret"), () => randomBytes(32).toString("base64url"));
}

async function readOrCreateSecret(file: string, make: () => string): Promise<string> {
  if (!existsSync(file)) await writeSecret(file, make());
  return (await readFile(file, "utf8")).trim();
}

/** Writes a secret to a file that only its owner can read. */
export async function writeSecret(file: string, secret: string): Promise<void> {
  // The file gets its final name only when it is complete: a crash cannot leave an empty secret.
  const draft = `${file}.new`;
  await writeFile(draft, `${secret}\n`, { mode: 0o600, flush: true });
  await rename(draft, file);
}
