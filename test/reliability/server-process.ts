import { once } from "node:events";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { startNode, stopChild } from "../benchmark/children.js";
import { residentMemory } from "../benchmark/processes.js";
import { freePort } from "../support/temporary-cluster.js";

const root = path.join(import.meta.dirname, "../..");

export const apiKey = "the-root-key-of-the-reliability-checks";

/** A server process that can be killed and started again at the same address. */
export class ServerProcess {
  readonly url: string;
  readonly #env: NodeJS.ProcessEnv;
  #child: ReturnType<typeof startNode> | undefined;

  private constructor(port: number, databaseUrl: string) {
    this.url = `http://127.0.0.1:${port}/graphql`;
    this.#env = {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl,
      PORT: String(port),
      ADMIN_API_KEY: apiKey,
      // Rate limits are on, but too high for the single key of the check to reach.
      RATE_LIMIT_PER_SECOND: "1000000000",
      RATE_LIMIT_BURST: "1000000000",
      ADDRESS_RATE_LIMIT_PER_SECOND: "1000000000",
      ADDRESS_RATE_LIMIT_BURST: "1000000000",
      LOG_LEVEL: "silent",
    };
  }

  static async start(databaseUrl: string): Promise<ServerProcess> {
    const server = new ServerProcess(await freePort(), databaseUrl);
    await server.start();
    return server;
  }

  /** Starts it and waits until it is ready. */
  async start(): Promise<void> {
    const program = path.join(root, "dist/main.js");
    this.#child = startNode([program], { env: this.#env, stdio: ["ignore", "ignore", "inherit"] });
    while ((await this.readiness()) !== 200) {
      if (this.#child.exitCode !== null) throw new Error("The server did not start.");
      await setTimeout(50);
    }
  }

  /** The status of its readiness check. 0 if it does not answer. */
  async readiness(): Promise<number> {
    try {
      return (await fetch(new URL("/readyz", this.url))).status;
    } catch {
      return 0;
    }
  }

  /** Kills it with SIGKILL and waits for its end. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const exit = once(child, "exit");
    child.kill("SIGKILL");
    await exit;
  }

  /** Its memory in MiB. */
  async memory(): Promise<number> {
    return residentMemory(this.#child?.pid ?? 0);
  }

  async stop(): Promise<void> {
    if (this.#child) await stopChild(this.#child);
  }
}
