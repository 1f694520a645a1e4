// npm run bench, npm run bench:mixed: installs the packages of this folder where they are missing, compiles the programs, and runs one
// of them in this process. The first argument is its path.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import path from "node:path";

const folder = import.meta.dirname;
const lockFile = path.join(folder, "package-lock.json");
const installed = path.join(folder, "node_modules/.package-lock.json");
const compiler = path.join(folder, "../../node_modules/typescript/bin/tsc");

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: folder, stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lockFile).mtimeMs) run("npm", ["ci"]);
run(process.execPath, [compiler, "-p", folder]);
const [program] = process.argv.splice(2, 1);
await import(`./dist/${program}.js`);
