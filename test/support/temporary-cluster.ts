import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const programs = process.env.PG_BIN ?? "/usr/lib/postgresql/15/bin";

/** True if PostgreSQL's programs are in PG_BIN or in the folder of Debian. */
export const hasPostgresPrograms = existsSync(path.join(programs, "pg_ctl"));

/** A separate PostgreSQL server in a temporary folder. Stopping it does not affect other tests. */
export class TemporaryCluster {
  readonly #folder: string;
  readonly #port: number;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#port = port;
  }

  static async create(): Promise<TemporaryCluster> {
    const cluster = await TemporaryCluster.#empty();
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

  /** Creates a replica of this server. */
  async createReplica(): Promise<TemporaryCluster> {
    const replica = await TemporaryCluster.#empty();
    await replica.#as("pg_basebackup", ["-D", replica.#data, "-d", this.url, "-X", "stream", "-c", "fast", "-R"]);
    await replica.start();
    return replica;
  }

  static async #empty(): Promise<TemporaryCluster> {
    const folder = await mkdtemp(path.join(os.tmpdir(), "shop-postgres-"));
    await chmod(folder, 0o777);
    return new TemporaryCluster(folder, await freePort());
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

  /** Stops the server without waiting for clients. */
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
    const file = path.join(programs, program);
    const isRoot = process.getuid?.() === 0;
    await (isRoot ? run("runuser", ["-u", "postgres", "--", file, ...args]) : run(file, [...args]));
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
