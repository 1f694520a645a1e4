import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdtemp, rename, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { settingNames } from "../../src/env.js";
import { temporaryFolders } from "../support/temporary-folder.js";
import { builtProgram } from "./built-program.js";

export const repository = path.join(import.meta.dirname, "../..");
const running = new Set<ServerProcess>();
const started: ServerProcess[] = [];

// Ends the processes when a worker ends early.
process.once("exit", () => {
  for (const server of running) server.signal("SIGKILL");
});

// Blank counts as unset and has priority over a developer's .env.
export const noSettings: Readonly<Record<string, string>> = Object.fromEntries(settingNames.map((name) => [name, ""]));

/** The server in its own process, on a free port. */
export class ServerProcess {
  /** Its output so far. */
  output = "";
  key = "";
  /** Its exit code. Null if a signal ended it. */
  readonly exitCode: Promise<number | null>;
  readonly #child;
  #url = "";

  /** `under` is a command that gets the command of the server as its arguments. */
  constructor(settings: Readonly<Record<string, string>>, { under = [] }: { readonly under?: readonly string[] } = {}) {
    const [program = "", ...args] = [...under, process.execPath, ...builtProgram("main.js")];
    this.#child = spawn(program, args, {
      cwd: repository,
      env: { PATH: process.env.PATH, ...noSettings, PORT: "0", ...settings },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        this.output += text;
      });
    }
    this.exitCode = once(this.#child, "close").then(([code]) => {
      running.delete(this);
      return code;
    });
    running.add(this);
    started.push(this);
  }

  /** Its log messages so far, without those about requests. */
  get messages(): string[] {
    const lines = this.output.split("\n").slice(0, -1);
    return lines.map((line) => JSON.parse(line).msg as string).filter((message) => message !== "request");
  }

  /** Stops reading its output. */
  closeOutput(): void {
    this.#child.stdout.destroy();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** The URL of the endpoint. */
  get url(): string {
    return this.#url;
  }

  /** Waits until it listens. */
  async started(): Promise<this> {
    for (;;) {
      // This is its last log message.
      const playground = this.messages.find((message) => message.startsWith("Playground"));
      if (playground !== undefined) {
        const api = this.messages.find((message) => message.startsWith("GraphQL at ")) ?? "";
        this.#url = api.slice("GraphQL at ".length);
        this.key = playground.split("#key=")[1] ?? "";
        return this;
      }
      if (this.#child.exitCode !== null) throw new Error(`The server did not start:\n${this.output}`);
      await setTimeout(20);
    }
  }

  async ask<Data>(query: string, variables: object = {}): Promise<Data> {
    const headers = { "content-type": "application/json", authorization: `Bearer ${this.key}` };
    const response = await fetch(this.#url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
    const answer = (await response.json()) as { data: Data; errors?: unknown };
    if (answer.errors !== undefined) throw new Error(`The operation failed: ${JSON.stringify(answer.errors)}`);
    return answer.data;
  }

  async customerCount(): Promise<number> {
    const { customers } = await this.ask<{ customers: { totalCount: number } }>("{ customers { totalCount } }");
    return customers.totalCount;
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }
}

/** Starts the server and waits until it listens. */
export function startServer(...how: ConstructorParameters<typeof ServerProcess>): Promise<ServerProcess> {
  return new ServerProcess(...how).started();
}

/** Kills running servers after each test of a file. Expects that their output is lines of JSON. */
export function killServersAfterEach(): void {
  afterEach(async () => {
    for (const server of started.splice(0)) {
      if (running.has(server)) server.signal("SIGKILL");
      await server.exitCode;
      expect(server.messages).toEqual(expect.any(Array));
    }
  });
}

/**
 * Returns a function that creates folders with a migrated, empty database, as after a first start. Starting on one takes a
 * fraction of the time. The folders are deleted after the tests of the file.
 */
export function dataFolders(): () => Promise<string> {
  const temporaryFolder = temporaryFolders();
  return async () => {
    const folder = await temporaryFolder();
    const { TEST_TEMPLATE_FOLDER: templates = await temporaryFolder() } = process.env;
    await cp(await firstStart(templates), folder, { recursive: true });
    return folder;
  };
}

/** Returns a folder with the database of a first start. It is created once for all test files. */
async function firstStart(templates: string): Promise<string> {
  const folder = path.join(templates, "data");
  if (existsSync(folder)) return folder;
  const draft = await mkdtemp(path.join(templates, "data-draft-"));
  const server = await startServer({ DATA_DIR: draft, DEMO_DATA: "false" });
  server.signal("SIGTERM");
  if ((await server.exitCode) !== 0) throw new Error(`The server did not stop:\n${server.output}`);
  for (const secret of ["admin-api-key", "jwt-secret"]) await rm(path.join(draft, secret));
  await rename(draft, folder).catch((error) => {
    // Another worker has created it.
    if (!existsSync(folder)) throw error;
  });
  return folder;
}
