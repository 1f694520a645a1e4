import { readdir, readFile } from "node:fs/promises";

/** In /proc, times are in hundredths of a second. */
const ticksPerSecond = 100;

/** Data of the kernel about a process. */
export interface ProcessTimes {
  readonly parent: number;
  /** CPU milliseconds of all threads. */
  readonly cpu: number;
  /** CPU milliseconds of children that have ended, and of their children. */
  readonly endedChildrenCpu: number;
}

/** Returns undefined if the process does not exist. */
export async function processTimes(pid: number): Promise<ProcessTimes | undefined> {
  const stat = await read(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The name of the program is in brackets and can contain any characters.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const field = (number: number) => Number(fields[number - 3]);
  const milliseconds = (ticks: number) => (ticks * 1000) / ticksPerSecond;
  return {
    parent: field(4),
    cpu: milliseconds(field(14) + field(15)),
    endedChildrenCpu: milliseconds(field(16) + field(17)),
  };
}

/** CPU milliseconds of a process with one thread, in nanosecond precision if the kernel has it. */
export async function singleThreadCpu(pid: number): Promise<number | undefined> {
  const counted = await read(`/proc/${pid}/schedstat`);
  if (counted !== undefined) return Number(counted.split(" ")[0]) / 1e6;
  return (await processTimes(pid))?.cpu;
}

export async function childrenOf(parent: number): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(pids.map(async (pid) => (await processTimes(pid))?.parent));
  return pids.filter((_, index) => parents[index] === parent);
}

/** The memory of a process in MiB. */
export async function residentMemory(pid: number): Promise<number> {
  const status = (await read(`/proc/${pid}/status`)) ?? "";
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1024;
}

export async function commandOf(pid: number): Promise<string> {
  return (await read(`/proc/${pid}/cmdline`)) ?? "";
}

async function read(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "latin1");
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}
