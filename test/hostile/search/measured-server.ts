import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { startNode, stopChild } from "../../benchmark/children.js";
import { singleThreadCpu } from "../../benchmark/processes.js";
import { type HostileAnswer, send } from "../send.js";
import type { LargeDatabase } from "./large-database.js";
import type { CallerKind } from "./operation.js";

/** The cost of one request. */
export interface Figures {
  readonly answer: HostileAnswer;
  readonly ms: number;
  /** CPU time of the server in all threads. */
  readonly serverMs: number;
  /** CPU time of PostgreSQL for the server. */
  readonly postgresMs: number;
  /** The maximum memory in use. 0 if it was not measured. */
  readonly usedMegabytes: number;
  /** The maximum increase of the memory of the process. 0 if it was not measured. */
  readonly rssMegabytes: number;
}

interface ProbeReport {
  readonly cpuMs: number;
  readonly usedBytes: number;
  readonly rssBytes: number;
}

const key = "sk_the-root-key-of-the-hostile-requests";
const password = "correct horse battery staple";
const megabyte = 1_000_000;
const root = path.join(import.meta.dirname, "../../..");

/** The built server with default limits. It reports its CPU time and memory. */
export class MeasuredServer {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #database: LargeDatabase;
  #customerToken = "";

  private constructor(url: string, child: ChildProcess, database: LargeDatabase) {
    this.url = url;
    this.#child = child;
    this.#database = database;
  }

  static async start(database: LargeDatabase): Promise<MeasuredServer> {
    const program = [
      "--expose-gc",
      "--import",
      path.join(import.meta.dirname, "probe.js"),
      path.join(root, "dist/main.js"),
    ];
    const child = startNode(program, {
      env: {
        PATH: process.env.PATH,
        PORT: "0",
        DATABASE_URL: database.url,
        ADMIN_API_KEY: key,
        JWT_SECRET: "a secret of the hostile requests".replaceAll(" ", "-"),
        // The cost limit of one operation is the default. The rate per second is unlimited.
        RATE_LIMIT_PER_SECOND: "1000000000",
        CUSTOMER_RATE_LIMIT_PER_SECOND: "1000000000",
        ADDRESS_RATE_LIMIT_PER_SECOND: "1000000000",
      },
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    });
    const server = new MeasuredServer(await addressOf(child), child, database);
    await server.#logIn();
    return server;
  }

  /** Sends an operation. */
  send(caller: CallerKind, body: object): Promise<HostileAnswer> {
    const token = caller === "staff" ? key : this.#customerToken;
    return send({ url: this.url, key: token }, { body: JSON.stringify(body) });
  }

  /** Sends an operation alone. CPU time is not measured together with memory, because measuring memory takes much CPU time. */
  async measure(caller: CallerKind, body: object, { withMemory = false } = {}): Promise<Figures> {
    await this.#ask(withMemory ? "start with memory" : "start");
    const before = await this.#postgresCpu();
    const start = performance.now();
    const answer = await this.send(caller, body);
    const ms = performance.now() - start;
    const { cpuMs, usedBytes, rssBytes } = (await this.#ask("stop")) as ProbeReport;
    const after = await this.#postgresCpu();
    let postgresMs = 0;
    for (const [pid, cpu] of after) postgresMs += cpu - (before.get(pid) ?? 0);
    return {
      answer,
      ms,
      serverMs: cpuMs,
      postgresMs,
      usedMegabytes: usedBytes / megabyte,
      rssMegabytes: rssBytes / megabyte,
    };
  }

  async stop(): Promise<void> {
    await stopChild(this.#child);
  }

  /** A customer with many groups. */
  async #logIn(): Promise<void> {
    const { ids } = this.#database;
    const email = "customer-of-the-hostile-requests@example.com";
    const created = `mutation ($input: CustomerCreateInput!) { customerCreate(input: $input) { userErrors { code } } }`;
    const input = { email, password, groupIds: ids.customerGroup.slice(0, 100) };
    await this.send("staff", { query: created, variables: { input } });
    const login = `mutation { customerLogin(email: "${email}", password: "${password}") { token } }`;
    const { body } = await this.send("staff", { query: login });
    const { customerLogin } = body.data as { customerLogin: { token: string | null } };
    if (customerLogin.token === null) throw new Error(`The customer could not log in: ${JSON.stringify(body)}`);
    this.#customerToken = customerLogin.token;
  }

  async #ask(what: "start" | "start with memory" | "stop"): Promise<unknown> {
    const answered = once(this.#child, "message");
    this.#child.send(what);
    const [answer] = await answered;
    return answer;
  }

  async #postgresCpu(): Promise<Map<number, number>> {
    const pids = await this.#database.processes();
    const times = await Promise.all(pids.map(async (pid) => [pid, (await singleThreadCpu(pid)) ?? 0] as const));
    return new Map(times);
  }
}

/** Reads the URL of the server from its log. */
export async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error("Expected a process whose output can be read.");
  for await (const line of createInterface({ input: stdout })) {
    const url = / at (http:[^\s"]+)\/graphql/.exec(line)?.[1];
    if (url === undefined) continue;
    stdout.resume();
    return url;
  }
  throw new Error("The server did not start.");
}
