// `npm run dev`: runs the server from its sources and starts it again when one of them changes. Types are not checked.
import { spawn, spawnSync } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { watch } from "node:fs";
import { join, sep } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const playground = join("web", "playground") + sep;
/** A save, or a change of branch, touches several files at once. */
const settleMs = 100;
const lookForParentEveryMs = 500;

let isStopping = false;
/** @type {Set<string>} */
const changedFiles = new Set();
const events = new EventEmitter();

function stop() {
  isStopping = true;
  events.emit("wake");
}
process.on("SIGINT", stop).on("SIGTERM", stop);
// A signal that ends npm ends its shell and is not forwarded. The only sign of it is another parent.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && stop(), lookForParentEveryMs).unref();

run("db:generate");
run("build:playground");
const watcher = watch(join(root, "src"), { recursive: true }, (_event, file) => {
  changedFiles.add(file ?? "");
  events.emit("wake");
});
while (!isStopping) {
  const server = startServer();
  if (changedFiles.size === 0) await once(events, "wake");
  if (!isStopping) await setTimeout(settleMs);
  const files = [...changedFiles];
  changedFiles.clear();
  if (!isStopping) process.stdout.write(`Changed: ${files.join(", ")}. Starting again.\n`);
  await server.stop();
  if (files.some((file) => file.startsWith(playground))) run("build:playground");
}
watcher.close();

function startServer() {
  const options = ["--enable-source-maps", "--import", "./test/support/typescript.js"];
  // In a process group of its own: Ctrl+C would send it a first signal and `stop` a second one, which ends it at once.
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
