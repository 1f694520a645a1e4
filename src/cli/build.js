// `npm run build`: generates the Prisma client, compiles the sources, and bundles the playground and the admin app. It does nothing if the
// inputs and outputs have not changed since the last build, so that a second `npm start` does not run the compiler.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const output = join(root, "dist");
const generated = join(root, "src/database/generated");
const recordFile = join(output, "build.json");
const compilerState = join(output, ".tsbuildinfo");
const settings = [
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "tsconfig.build.json",
  "prisma/schema.prisma",
  "schema.graphql",
];

const lastBuild = await readFile(recordFile, "utf8").then(JSON.parse, () => undefined);
const inputs = await hashOfInputs();
const isIntact = lastBuild !== undefined && lastBuild.outputs === (await hashOfOutputs());
if (isIntact && lastBuild.inputs === inputs) {
  process.stdout.write("The build is up to date.\n");
} else {
  await rm(recordFile, { force: true });
  // The compiler relies on its state of the last run, and does not check the files that it wrote.
  if (!isIntact) await rm(compilerState, { force: true });
  for (const script of ["db:generate", "compile", "build:playground", "build:admin"]) run(script);
  await writeFile(recordFile, JSON.stringify({ inputs, outputs: await hashOfOutputs() }));
}

async function hashOfInputs() {
  // The build itself generates code, also in the clients of pages.
  const isGenerated = (/** @type {string} */ file) =>
    file.startsWith(generated) || /[\\/]client[\\/](generated[\\/]|.*\.generated\.ts$)/.test(file);
  const sources = (await filesIn(join(root, "src"))).filter((file) => !isGenerated(file));
  return hashOf([...settings.map((name) => join(root, name)), ...sources]);
}

async function hashOfOutputs() {
  const files = [...(await filesIn(output)), ...(await filesIn(generated))];
  return hashOf(files.filter((file) => file !== recordFile && file !== compilerState));
}

/**
 * The hash depends on contents, not on times: a fresh checkout and a copied folder have new times.
 * @param {string[]} files
 */
async function hashOf(files) {
  const hash = createHash("sha256");
  for (const file of files.sort()) {
    const contents = await readFile(file);
    hash.update(`${relative(root, file)}\0${contents.length}\0`).update(contents);
  }
  return hash.digest("hex");
}

/** @param {string} folder */
async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** @param {string} script */
function run(script) {
  const { status, error } = spawnSync("npm", ["run", "--silent", script], { cwd: root, stdio: "inherit", shell: true });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
