import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The root key of an open embedded database: made once, kept in its folder for the owner's eyes only. */
export async function embeddedAdminApiKey(dataDir: string): Promise<string> {
  const file = join(dataDir, "admin-api-key");
  if (!existsSync(file)) {
    // It gets its name when it is whole: a crash leaves no empty key behind.
    const draft = `${file}.new`;
    await writeFile(draft, `sk_${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flush: true });
    await rename(draft, file);
  }
  return (await readFile(file, "utf8")).trim();
}
