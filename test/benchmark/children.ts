import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";

const running = new Set<ChildProcess>();
const stopWithinMs = 15_000;
let ending = false;

/** Starts Node.js in a process that ends with this one. Its folder has no .env file. */
export function startNode(
  args: readonly string[],
  options: Pick<SpawnOptions, "stdio"> & { env: NodeJS.ProcessEnv },
): ChildProcess {
  if (ending) throw new Error("Interrupted.");
  const child = spawn(process.execPath, args, { ...options, cwd: import.meta.dirname });
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

/** Ends a process with SIGTERM, and with SIGKILL if it does not end. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (!running.has(child)) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), stopWithinMs);
  await exited;
  clearTimeout(timer);
}

/** Ends all child processes at once and prevents new ones. Code that waits for one fails and cleans up. */
export function killChildren(): void {
  ending = true;
  for (const child of running) child.kill("SIGKILL");
}

/** True after all child processes were ended. */
export const isEnding = () => ending;
