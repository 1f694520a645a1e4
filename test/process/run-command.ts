import { spawn } from "node:child_process";
import { once } from "node:events";
import { builtProgram } from "./built-program.js";
import { noSettings, repository } from "./server-process.js";

export interface CommandResult {
  readonly code: number | null;
  /** Standard output. */
  readonly output: string;
  /** Standard error. */
  readonly messages: string;
}

export interface CommandOptions {
  readonly settings?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Sends SIGINT, as Ctrl+C does, when standard error contains this text. */
  readonly interruptAt?: string;
}

/** Runs a command of `src/cli` in its own process. */
export async function runCommand(
  name: string,
  args: readonly string[],
  { settings = {}, input = "", interruptAt }: CommandOptions = {},
): Promise<CommandResult> {
  const child = spawn(process.execPath, [...builtProgram(`cli/${name}.js`), ...args], {
    cwd: repository,
    env: { PATH: process.env.PATH, ...noSettings, ...settings },
  });
  let [output, messages] = ["", ""];
  let isInterrupted = false;
  child.stdout.setEncoding("utf8").on("data", (text) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    messages += text;
    if (interruptAt === undefined || isInterrupted || !messages.includes(interruptAt)) return;
    isInterrupted = child.kill("SIGINT");
  });
  // With wrong arguments it ends without reading the input.
  child.stdin.on("error", () => {}).end(input);
  const [code] = await once(child, "close");
  return { code, output, messages };
}
