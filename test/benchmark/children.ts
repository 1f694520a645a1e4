import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";

const running = new Set<ChildProcess>();
const stopWithinMs = 15_000;
let ending = false;

/** Starts Node.js in a process that does not outlive this one. It runs where no file .env lies. */
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

/** Ends a process as its users would, or else by force. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (!running.has(child)) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), stopWithinMs);
  await exited;
  clearTimeout(timer);
}

/** Ends all of them at once, and lets no other start: whoever waits for one fails and cleans up. */
export function killChildren(): void {
  ending = true;
  for (const child of running) child.kill("SIGKILL");
}

/** Whether all of them were ended. */
export const isEnding = () => ending;
