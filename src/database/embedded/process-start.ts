import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/**
 * Returns the start time of a process as a text that can only be compared for equality. A process with the same pid and
 * another start time is another process. Returns an empty text if the process does not exist or the system does not tell.
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
  // The second field is the program name in parentheses, which may contain any character. Field 22 is the start time.
  const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  return `${boot.trim()} ${ticks}`;
}
