// npm run hostile: sends each hostile request to a separate server, and prints what it took.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { type HostileRequest, hostileRequests } from "./hostile-requests.js";
import { measureExpensiveOperations } from "./search/measure-expensive.js";
import { addressOf } from "./search/measured-server.js";
import { send, type Target } from "./send.js";

const [maxMs, maxMegabytes] = [100, 10];
const rounds = 5;

/** The median time of several requests. */
interface Figures {
  readonly ms: number;
  /** The maximum increase of the memory of the process during the request. */
  readonly megabytes: number;
}

const folder = await mkdtemp(path.join(tmpdir(), "hostile-"));
const key = "sk_the-root-key-of-the-hostile-requests";
const { DATABASE_URL = "" } = process.env;
const child = spawn(process.execPath, ["dist/main.js"], {
  env: {
    PATH: process.env.PATH,
    PORT: "0",
    DATA_DIR: folder,
    DATABASE_URL,
    ADMIN_API_KEY: key,
    RATE_LIMIT_PER_SECOND: "0",
    ADDRESS_RATE_LIMIT_PER_SECOND: "0",
  },
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  const target = { url: await addressOf(child), key };
  // The first requests load code and data for later ones.
  for (const request of hostileRequests) await send(target, request);
  const figures: [HostileRequest, Figures][] = [];
  for (const request of hostileRequests) figures.push([request, await measure(target, request)]);
  report(figures);
} finally {
  child.kill();
  await once(child, "close");
  await rm(folder, { recursive: true, force: true });
}
if (DATABASE_URL !== "" && !(await measureExpensiveOperations(DATABASE_URL))) process.exitCode = 1;

async function measure(target: Target, request: HostileRequest): Promise<Figures> {
  const measured: Figures[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // Garbage of the previous request is collected first.
    await setTimeout(50);
    const before = await startOfPeak();
    const start = performance.now();
    const { status, code } = await send(target, request);
    const ms = performance.now() - start;
    if (status !== request.status || code !== request.code) {
      throw new Error(`Expected ${request.status} ${request.code}, got ${status} ${code}: ${request.name}`);
    }
    measured.push({ ms, megabytes: Math.max(0, (await memory("VmHWM")) - before) });
  }
  return {
    ms: middleOf(measured.map(({ ms }) => ms)),
    megabytes: middleOf(measured.map(({ megabytes }) => megabytes)),
  };
}

/** Starts to measure the maximum memory of the process. Returns its current memory. */
async function startOfPeak(): Promise<number> {
  await writeFile(`/proc/${child.pid}/clear_refs`, "5");
  return memory("VmRSS");
}

async function memory(what: "VmRSS" | "VmHWM"): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, "utf8");
  return Number(new RegExp(`^${what}:\\s+(\\d+) kB$`, "m").exec(status)?.[1]) / 1024;
}

function middleOf(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

function report(figures: readonly (readonly [HostileRequest, Figures])[]): void {
  console.log("| request | answer | ms | MB |\n| --- | --- | --- | --- |");
  for (const [{ name, status, code }, { ms, megabytes }] of figures) {
    const isWithin = ms <= maxMs && megabytes <= maxMegabytes;
    console.log(
      `| ${name} | ${status} ${code} | ${ms.toFixed(1)} | ${megabytes.toFixed(1)}${isWithin ? "" : " (!)"} |`,
    );
  }
  const beyond = figures.filter(([, { ms, megabytes }]) => ms > maxMs || megabytes > maxMegabytes);
  console.log(`\n${figures.length} requests, ${beyond.length} of them beyond ${maxMs} ms or ${maxMegabytes} MB.`);
  if (beyond.length > 0) process.exitCode = 1;
}
