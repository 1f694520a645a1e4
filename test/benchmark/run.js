// npm run bench: installs the benchmark's packages where they are missing, compiles it, and runs it in this process.
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
await import("./dist/main.js");
