// `npm run dev`: runs the server from its sources, and restarts it when a source changes. It does not check types.
import { spawn, spawnSync } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { watch } from "node:fs";
import { join, sep } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** The pages of browsers. A build does nothing if the files of its page have not changed. */
const web = `web${sep}`;
const webBuilds = ["build:playground", "build:admin"];
/** Saving, or changing the branch, changes several files at once. */
const settleMs = 100;
const parentCheckIntervalMs = 500;

let isStopping = false;
/** @type {Set<string>} */
const changedFiles = new Set();
const events = new EventEmitter();

function stop() {
  isStopping = true;
  events.emit("wake");
}
process.on("SIGINT", stop).on("SIGTERM", stop);
// A signal that ends npm is not forwarded to this process. Its parent process changes then.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && stop(), parentCheckIntervalMs).unref();

run("db:generate");
webBuilds.forEach(run);
const watcher = watch(join(root, "src"), { recursive: true }, (_event, file) => {
  // A build of a page generates code.
  if (/generated/.test(file ?? "")) return;
  changedFiles.add(file ?? "");
  events.emit("wake");
});
while (!isStopping) {
  const server = startServer();
  if (changedFiles.size === 0) await once(events, "wake");
  if (!isStopping) await setTimeout(settleMs);
  const files = [...changedFiles];
  changedFiles.clear();
  if (!isStopping) process.stdout.write(`Changed: ${files.join(", ")}. Restarting.\n`);
  await server.stop();
  if (files.some((file) => file.startsWith(web))) webBuilds.forEach(run);
}
watcher.close();

function startServer() {
  const options = ["--enable-source-maps", "--import", "./test/support/typescript.js"];
  // The server has a separate process group. Otherwise Ctrl+C would send it one signal and `stop` a second one, which ends it
  // without waiting for requests.
  const server = spawn(process.execPath, [...options, "src/main.ts"], { cwd: root, stdio: "inherit", detached: true });
  let isRunning = true;
  const exited = once(server, "exit").then(() => {
    isRunning = false;
    if (!isStopping && changedFiles.size === 0) process.stdout.write("The server has ended. Waiting for a change.\n");
  });
  return {
    async stop() {
      if (isRunning) server.kill("SIGTERM");
      await exited;
    },
  };
}

/** @param {string} script */
function run(script) {
  spawnSync("npm", ["run", "--silent", script], { cwd: root, stdio: "inherit", shell: true });
}
