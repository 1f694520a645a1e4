import { execFile } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

/**
 * Creates the migrated template. Each test file gets a copy. It runs in its own process, because creating an embedded
 * database takes much memory, which is free after the process ends.
 */
export default async function globalSetup() {
  process.stdout.write(
    process.env.TEST_DATABASE_URL === undefined
      ? "Testing on the embedded database. Suites that need a server are skipped; set TEST_DATABASE_URL to run them.\n"
      : "Testing on the PostgreSQL server of TEST_DATABASE_URL.\n",
  );
  process.env.TEST_TEMPLATE_FOLDER = await mkdtemp(path.join(tmpdir(), "shop-customers-test-"));
  await runTemplateScript("create");
}

export async function runTemplateScript(command) {
  const loader = path.join(import.meta.dirname, "typescript.js");
  const script = path.join(import.meta.dirname, "template.run.ts");
  await promisify(execFile)(process.execPath, ["--import", loader, script, command]);
}
