import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/**
 * Says when a process started, in words that only compare for being equal: the same pid with another start is another
 * process. Empty when there is no such process, or no way to tell on this system.
 */
export async function processStart(pid: number): Promise<string> {
  try {
    if (process.platform === "linux") return await startOnLinux(pid);
    const { stdout } = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)]);
    return stdout.trim();
  } catch {
    return "";
  }
}

async function startOnLinux(pid: number): Promise<string> {
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  // The second field is the name of the program in parentheses, which may hold anything; field 22 is the start.
  const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  return `${boot.trim()} ${ticks}`;
}
