import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";

/*
 * `npm run import:measure`: imports a CSV file twice into a PostgreSQL database of its own, on a built server, while other requests
 * read one customer at a time. Prints rows per second, memory, and the latency of the reads. Then it upserts customers one by one and
 * many in a call, and prints the CPU time of the server for a row.
 */

const { values } = parseArgs({ options: { rows: { type: "string", default: "20000" } } });
const rowCount = Number(values.rows);
const adminUrl = process.env.DATABASE_URL ?? "postgresql://postgres@127.0.0.1:5432/postgres";
const key = "sk_the-key-of-the-measurement-0123456789";
const databaseName = `shop_import_measure_${process.pid}`;
const quietReads = 500;

interface Server {
  readonly child: ChildProcess;
  readonly url: string;
}

interface Job {
  readonly status: string;
  readonly processed: number;
  readonly created: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly failure: string | null;
}

async function startServer(databaseUrl: string, folder: string): Promise<Server> {
  const settings = { DATABASE_URL: databaseUrl, FILES_DIR: folder, ADMIN_API_KEY: key, DEMO_DATA: "false", PORT: "0" };
  const child = spawn(process.execPath, ["--enable-source-maps", "dist/main.js"], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const message: string = JSON.parse(line).msg ?? "";
    if (message.startsWith("GraphQL at ")) {
      child.stdout.resume();
      return { child, url: message.slice("GraphQL at ".length) };
    }
  }
  throw new Error("The server did not start.");
}

async function ask<Data>({ url }: Server, query: string, variables: object = {}): Promise<Data> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${key}` };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

/** The rows of the file, each with an address. */
function* csv(): Generator<string> {
  const address = "addresses.0.address1,addresses.0.city,addresses.0.postalCode,addresses.0.countryCode";
  yield `externalIds.erp,email,firstName,lastName,phone,metadata.segment,${address}\n`;
  for (let n = 1; n <= rowCount; n += 1) {
    yield `${n},customer${n}@example.com,Ada ${n},Lovelace,+39 06 ${n},s${n % 10},Via Roma ${n},Roma,00184,it\n`;
  }
}

/** A value of the process in MB, such as VmRSS (the memory now) or VmHWM (the highest so far). */
function memoryOf({ child }: Server, name: string): number {
  const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
  return Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
}

/** The CPU time of the process in seconds. */
function cpuOf({ child }: Server): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function p99(times: number[]): number {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length * 0.99)] ?? 0;
}

/** Reads a customer again and again until `isDone`, with pauses. Returns the times in milliseconds. */
async function readUntil(server: Server, id: string, isDone: (reads: number) => boolean): Promise<number[]> {
  const times: number[] = [];
  while (!isDone(times.length)) {
    const start = performance.now();
    await ask(server, "query ($id: ID!) { customer(id: $id) { id email firstName } }", { id });
    times.push(performance.now() - start);
    await wait(5);
  }
  return times;
}

async function importFile(server: Server, readId: string) {
  const headers = { authorization: `Bearer ${key}` };
  const body = Buffer.from([...csv()].join(""));
  const upload = await fetch(new URL("/files", server.url), { method: "POST", headers, body });
  const { id: fileId } = (await upload.json()) as { id: string };
  const [cpu, start] = [cpuOf(server), performance.now()];
  const { customersImport } = await ask<{ customersImport: { job: { id: string } } }>(
    server,
    "mutation ($fileId: ID!) { customersImport(fileId: $fileId, format: CSV) { job { id } } }",
    { fileId },
  );
  let job: Job | undefined;
  const reads = readUntil(server, readId, () => job !== undefined);
  const memory: { processed: number; megabytes: number }[] = [];
  while (job === undefined) {
    const current = await readJob(server, customersImport.job.id);
    memory.push({ processed: current.processed, megabytes: memoryOf(server, "VmRSS") });
    if (current.status !== "QUEUED" && current.status !== "RUNNING") job = current;
    else await wait(100);
  }
  const seconds = (performance.now() - start) / 1000;
  const cpuSeconds = cpuOf(server) - cpu;
  return { ...job, seconds, cpuSeconds, memory, p99: p99(await reads), peak: memoryOf(server, "VmHWM") };
}

async function readJob(server: Server, id: string): Promise<Job> {
  const query = "query ($id: ID!) { job(id: $id) { status processed created unchanged failed failure } }";
  return (await ask<{ job: Job }>(server, query, { id })).job;
}

/** The highest memory of each quarter of the file, in MB. */
function quarters({ memory }: Awaited<ReturnType<typeof importFile>>): string {
  const maxima = [0, 0, 0, 0];
  for (const { processed, megabytes } of memory) {
    const quarter = Math.min(3, Math.floor((processed / rowCount) * 4));
    maxima[quarter] = Math.max(maxima[quarter] ?? 0, megabytes);
  }
  return maxima.join(", ");
}

function print(title: string, result: Awaited<ReturnType<typeof importFile>>, quiet: number): void {
  const perSecond = Math.round(rowCount / result.seconds);
  const perRow = Math.round((result.cpuSeconds / rowCount) * 1e6);
  process.stdout.write(
    `${title}: ${result.status}, ${result.created} created, ${result.unchanged} unchanged, ${result.failed} failed\n` +
      `  ${perSecond} rows per second; ${perRow} µs of CPU of the server for a row\n` +
      `  memory: at most ${result.peak} MB; in each quarter of the file at most ${quarters(result)} MB\n` +
      `  single reads: p99 ${result.p99.toFixed(1)} ms, ${(result.p99 / quiet).toFixed(1)} times that of a quiet server\n`,
  );
}

async function measure(server: Server, pool: pg.Pool): Promise<void> {
  const state = async () => {
    const query = `SELECT (SELECT count(*) FROM change)::integer AS changes, (SELECT sum(version) FROM customer)::integer AS versions`;
    return (await pool.query(query)).rows[0];
  };
  const { customerCreate } = await ask<{ customerCreate: { customer: { id: string } } }>(
    server,
    'mutation { customerCreate(input: { email: "reader@example.com" }) { customer { id } } }',
  );
  const { id } = customerCreate.customer;
  await readUntil(server, id, (reads) => reads === quietReads);
  const quiet = p99(await readUntil(server, id, (reads) => reads === quietReads));
  process.stdout.write(
    `${rowCount} rows. Quiet server: ${memoryOf(server, "VmRSS")} MB, p99 ${quiet.toFixed(1)} ms.\n`,
  );
  print("First import", await importFile(server, id), quiet);
  const before = await state();
  print("The same file again", await importFile(server, id), quiet);
  const after = await state();
  process.stdout.write(
    `  changes of history: ${after.changes - before.changes}, of versions: ${after.versions - before.versions}\n`,
  );
}

const rowsOfCall = 1_000;

/** The arguments of a `customerUpsert` and of a row of `customersUpsert`: a customer with the fields of the file. */
function upsertOf(kind: string, n: number) {
  const address = { address1: `Via Roma ${n}`, city: "Roma", postalCode: "00184", countryCode: "it" };
  return {
    by: { externalId: { system: "erp", value: `${kind}-${n}` } },
    input: {
      email: `${kind}${n}@example.com`,
      firstName: `Ada ${n}`,
      lastName: "Lovelace",
      phone: `+39 06 ${n}`,
      metadata: { segment: `s${n % 10}` },
      addresses: [address],
    },
  };
}

async function upsertOneByOne(server: Server, kind: string, count: number): Promise<void> {
  const query = `mutation ($by: CustomerIdentifier!, $input: CustomerUpsertInput!) {
    customerUpsert(by: $by, input: $input) { outcome userErrors { code } } }`;
  for (let n = 1; n <= count; n += 1) await ask(server, query, upsertOf(kind, n));
}

async function upsertInOneCall(server: Server, kind: string, count: number): Promise<void> {
  const query =
    "mutation ($rows: [CustomerUpsertRow!]!) { customersUpsert(rows: $rows) { results { outcome userErrors { code } } } }";
  await ask(server, query, { rows: Array.from({ length: count }, (_, n) => upsertOf(kind, n + 1)) });
}

/** The CPU time of the server in microseconds for each upserted row. */
async function cpuOfRow(server: Server, upsert: typeof upsertOneByOne, kind: string): Promise<number> {
  const before = cpuOf(server);
  await upsert(server, kind, rowsOfCall);
  return Math.round(((cpuOf(server) - before) / rowsOfCall) * 1e6);
}

async function measureUpserts(server: Server): Promise<void> {
  for (const [name, upsert] of Object.entries({ upsertOneByOne, upsertInOneCall })) await upsert(server, name, 300);
  for (const run of ["first", "second", "third"]) {
    for (const title of ["created", "unchanged"]) {
      const single = await cpuOfRow(server, upsertOneByOne, `single-${run}-`);
      const bulk = await cpuOfRow(server, upsertInOneCall, `bulk-${run}-`);
      process.stdout.write(
        `Upserts, ${rowsOfCall} rows ${title}: ${single} µs of CPU of the server for a row one by one, ${bulk} µs in one call\n`,
      );
    }
  }
}

const folder = await mkdtemp(path.join(tmpdir(), "import-measure-"));
const admin = new pg.Client({ connectionString: adminUrl });
await admin.connect();
await admin.query(`CREATE DATABASE ${databaseName}`);
const url = new URL(adminUrl);
url.pathname = databaseName;
const pool = new pg.Pool({ connectionString: url.href, max: 1 });
let server: Server | undefined;
try {
  server = await startServer(url.href, folder);
  await measure(server, pool);
  await measureUpserts(server);
} finally {
  server?.child.kill("SIGKILL");
  await pool.end();
  await admin.query(`DROP DATABASE ${databaseName} WITH (FORCE)`);
  await admin.end();
  await rm(folder, { recursive: true, force: true });
}
