import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";

/** A process that runs a TypeScript file of this folder. */
export interface ScriptProcess {
  readonly pid: number;
  /** The lines of its output, until the process ends. */
  readonly lines: AsyncIterableIterator<string>;
  /** Kills it with SIGKILL and waits for its end. */
  kill(): Promise<void>;
}

/** Starts a TypeScript file of this folder in its own process. */
export function startScript(script: string, ...args: string[]): ScriptProcess {
  const loader = path.join(import.meta.dirname, "typescript.js");
  const file = path.join(import.meta.dirname, script);
  const child = spawn(process.execPath, ["--import", loader, file, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const kill = async () => {
    child.kill("SIGKILL");
    await exited;
  };
  return { pid: pidOf(child), lines, kill };
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error("A child process did not start.");
  return pid;
}
