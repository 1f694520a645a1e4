// `npm run build`: generates the Prisma client, compiles the sources, and bundles the playground. It does nothing when no
// input has changed since the last build, so that a second `npm start` does not wait for the compiler.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const fingerprintFile = join(root, "dist/build.sha256");
const generated = join(root, "src/database/generated/");
const outputs = ["dist/main.js", "dist/playground/manifest.json", "src/database/generated/client.ts"];

const fingerprint = await fingerprintOfInputs();
if (await isUpToDate()) {
  process.stdout.write("The build is up to date.\n");
} else {
  await rm(fingerprintFile, { force: true });
  for (const script of ["db:generate", "compile", "build:playground"]) run(script);
  await writeFile(fingerprintFile, fingerprint);
}

async function isUpToDate() {
  const built = await readFile(fingerprintFile, "utf8").catch(() => undefined);
  return built === fingerprint && outputs.every((file) => existsSync(join(root, file)));
}

/** Contents count, not times: a fresh checkout and a copied folder have new times. */
async function fingerprintOfInputs() {
  const settings = [
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "tsconfig.build.json",
    "prisma/schema.prisma",
  ];
  const sources = (await readdir(join(root, "src"), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(generated));
  const hash = createHash("sha256").update(process.version);
  for (const file of [...settings.map((name) => join(root, name)), ...sources].sort()) {
    hash.update(`${file.slice(root.length)}\0`).update(await readFile(file));
  }
  return hash.digest("hex");
}

/** @param {string} script */
function run(script) {
  const { status, error } = spawnSync("npm", ["run", "--silent", script], { cwd: root, stdio: "inherit", shell: true });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
