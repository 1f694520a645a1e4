import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";

/*
 * `npm run start:measure`: starts the built server several times as `npm start` does, and prints the CPU time until its first answer, and
 * its memory some seconds later. It uses a PostgreSQL database of its own; with `--embedded` an embedded database with demo data. The
 * first start creates the tables, and is not counted. Needs Linux.
 */

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "5" },
    embedded: { type: "boolean", default: false },
    // Options of Node.js, to compare them.
    node: { type: "string" },
  },
});
const key = "sk_the-key-of-the-measurement-0123456789";
const idleMs = 3000;

interface Start {
  readonly cpuSeconds: number;
  /** The part of the main thread. The rest is for the compiler and the garbage collector of V8. */
  readonly mainThreadSeconds: number;
  readonly rss: number;
  readonly pss: number;
}

/** The command line of `npm start`. */
async function startCommand(): Promise<string[]> {
  const { scripts } = JSON.parse(await readFile("package.json", "utf8"));
  const [, ...args] = String(scripts.start).split(" ");
  return [...(values.node?.split(" ") ?? []), ...args];
}

/** The CPU time of a process or a thread in seconds, from its file in /proc. */
function cpuOf(file: string): number {
  const fields = readFileSync(file, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function start(settings: Readonly<Record<string, string>>): Promise<Start> {
  const child = spawn(process.execPath, await startCommand(), {
    env: { PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV, ADMIN_API_KEY: key, PORT: "0", ...settings },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    let url: string | undefined;
    for await (const line of createInterface({ input: child.stdout })) {
      url = /^GraphQL at (\S+)/.exec(JSON.parse(line).msg ?? "")?.[1];
      if (url !== undefined) break;
    }
    if (url === undefined) throw new Error("The server did not start.");
    child.stdout.resume();
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
      body: JSON.stringify({ query: "{ customers(first: 2) { totalCount nodes { id email } } }" }),
    });
    const { errors } = (await response.json()) as { errors?: unknown };
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    const cpuSeconds = cpuOf(`/proc/${child.pid}/stat`);
    const mainThreadSeconds = cpuOf(`/proc/${child.pid}/task/${child.pid}/stat`);
    await wait(idleMs);
    const memory = readFileSync(`/proc/${child.pid}/smaps_rollup`, "utf8");
    const megabytes = (name: string) =>
      Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(memory)?.[1]) / 1024);
    return { cpuSeconds, mainThreadSeconds, rss: megabytes("Rss"), pss: megabytes("Pss") };
  } finally {
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    await exited;
  }
}

async function measure(settings: Readonly<Record<string, string>>): Promise<void> {
  await start(settings);
  const starts: Start[] = [];
  for (let run = 0; run < Number(values.runs); run += 1) starts.push(await start(settings));
  const median = (name: keyof Start) => starts.map((run) => run[name]).sort((a, b) => a - b)[starts.length >> 1];
  process.stdout.write(
    `Medians of ${starts.length} starts until the first answer: ${median("cpuSeconds")} s of CPU time, ${median("mainThreadSeconds")} s of it ` +
      `in the main thread. Idle memory: ${median("rss")} MB (RSS), ${median("pss")} MB (PSS).\n`,
  );
}

async function measureOnServer(): Promise<void> {
  const adminUrl = process.env.DATABASE_URL ?? "postgresql://postgres@127.0.0.1:5432/postgres";
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  const name = `shop_start_measure_${process.pid}`;
  const url = new URL(adminUrl);
  url.pathname = name;
  await admin.query(`CREATE DATABASE ${name}`);
  try {
    await measure({ DATABASE_URL: url.href, DEMO_DATA: "false" });
  } finally {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  }
}

async function measureEmbedded(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "start-measure-"));
  try {
    await measure({ DATA_DIR: folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await (values.embedded ? measureEmbedded() : measureOnServer());
