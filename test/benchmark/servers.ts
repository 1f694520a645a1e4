import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { startNode, stopChild } from "./children.js";

export const serverNames = ["server", "floor", "mercurius"] as const;

export type ServerName = (typeof serverNames)[number];

/** A server in its own process. */
export interface RunningServer {
  readonly name: ServerName;
  readonly pid: number;
  readonly url: string;
  readonly apiKey: string;
  stop(): Promise<void>;
}

interface ServerOptions {
  readonly nodeOptions?: readonly string[];
  /** The root key. Servers of one database need the same one. */
  readonly apiKey?: string;
  /** Further environment variables. */
  readonly env?: Readonly<Record<string, string>>;
}

const root = path.join(import.meta.dirname, "../../..");

/** Starts a server with the necessary environment variables only. */
export async function startServer(
  name: ServerName,
  databaseUrl: string,
  { nodeOptions = [], apiKey = randomBytes(24).toString("hex"), env = {} }: ServerOptions = {},
): Promise<RunningServer> {
  const child = startNode([...nodeOptions, ...programOf(name)], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl,
      PORT: "0",
      ADMIN_API_KEY: apiKey,
      // Rate limits are on, but too high for the single key of the benchmark to reach.
      RATE_LIMIT_PER_SECOND: "1000000000",
      RATE_LIMIT_BURST: "1000000000",
      ADDRESS_RATE_LIMIT_PER_SECOND: "1000000000",
      ADDRESS_RATE_LIMIT_BURST: "1000000000",
      ...env,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await addressOf(child, name);
  return { name, pid: child.pid ?? 0, url, apiKey, stop: () => stopChild(child) };
}

/** The server is started with the same command as by `npm start`. */
function programOf(name: ServerName): string[] {
  if (name !== "server") return [path.join(import.meta.dirname, `yardsticks/${name}.js`)];
  const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const [program, ...words]: string[] = scripts.start.split(" ");
  if (program !== "node") throw new Error(`Expected npm start to run node, got ${scripts.start}.`);
  return words.map((word) => (word.endsWith(".js") ? path.join(root, word) : word));
}

async function addressOf(child: ChildProcess, name: ServerName): Promise<string> {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  const printed: string[] = [];
  for await (const line of lines) {
    printed.push(line);
    const url = / at (http:[^\s"]+\/graphql)/.exec(line)?.[1];
    if (url === undefined) continue;
    // Later output is read and dropped.
    lines.on("line", () => {});
    child.stdout?.resume();
    return url;
  }
  throw new Error(`The ${name} did not start: ${printed.join("\n")}`);
}
