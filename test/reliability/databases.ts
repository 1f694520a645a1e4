import { execFile } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { startNode } from "../benchmark/children.js";

const root = path.join(import.meta.dirname, "../..");
const serverUrl = process.env.DATABASE_URL ?? "postgresql://postgres@127.0.0.1:5432/postgres";
const run = promisify(execFile);

/** A database that is there for one check. */
export interface TemporaryDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Creates a database on the server of DATABASE_URL, or of this machine, and fills it with demo data. */
export async function createTemporaryDatabase(customers: number): Promise<TemporaryDatabase> {
  const name = `shop_reliability_${process.pid}`;
  await runSql(serverUrl, `CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await seed(url.href, customers);
  return { url: url.href, drop: () => runSql(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

export async function seed(databaseUrl: string, customers: number): Promise<void> {
  const args = [path.join(root, "dist/demo-data/seed.js"), "--customers", String(customers)];
  const env = { PATH: process.env.PATH, DATABASE_URL: databaseUrl };
  const [code] = await once(startNode(args, { env, stdio: "ignore" }), "exit");
  if (code !== 0) throw new Error(`The seeder ended with ${code}.`);
}

export async function withClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function runSql(databaseUrl: string, sql: string): Promise<void> {
  await withClient(databaseUrl, (client) => client.query(sql));
}

/** A PostgreSQL of its own, in a temporary folder, which can be stopped without anybody else noticing. */
export class TemporaryCluster {
  readonly #folder: string;
  readonly #port: number;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#port = port;
  }

  static async create(port: number): Promise<TemporaryCluster> {
    const folder = await mkdtemp(path.join(os.tmpdir(), "shop-reliability-"));
    await chmod(folder, 0o777);
    const cluster = new TemporaryCluster(folder, port);
    await cluster.#as("initdb", [
      "-D",
      cluster.#data,
      "-U",
      "postgres",
      "-A",
      "trust",
      "-E",
      "UTF8",
      "--locale=C.UTF-8",
    ]);
    await cluster.start();
    return cluster;
  }

  get url(): string {
    return `postgresql://postgres@127.0.0.1:${this.#port}/postgres`;
  }

  get #data(): string {
    return path.join(this.#folder, "data");
  }

  async start(): Promise<void> {
    const options = `-p ${this.#port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${this.#folder}`;
    const log = path.join(this.#folder, "log");
    await this.#as("pg_ctl", ["-D", this.#data, "-w", "-l", log, "-o", options, "start"]);
  }

  /** As the machine's operator would, without waiting for clients. */
  async stop(): Promise<void> {
    await this.#as("pg_ctl", ["-D", this.#data, "-w", "-m", "fast", "stop"]);
  }

  async remove(): Promise<void> {
    // It may be stopped already.
    await this.stop().catch(() => {});
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** PostgreSQL refuses to run as root. */
  async #as(program: string, args: readonly string[]): Promise<void> {
    const file = path.join(process.env.PG_BIN ?? "/usr/lib/postgresql/15/bin", program);
    const isRoot = process.getuid?.() === 0;
    await (isRoot ? run("runuser", ["-u", "postgres", "--", file, ...args]) : run(file, [...args]));
  }
}
