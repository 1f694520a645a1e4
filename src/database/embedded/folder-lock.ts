import { randomUUID } from "node:crypto";
import { link, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { processStart } from "./process-start.js";

/** A lock that only one process can hold for a folder. */
export interface FolderLock {
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  readonly start: string;
  readonly host: string;
}

const defaultHeartbeatMs = 2_000;
const lockNamePattern = /^lock\.(\d+)$/;

/**
 * Locks a folder for this process. A lock whose process no longer runs is taken over. For a process on another host, this is
 * decided by the modification time of its lock file, which the holder updates regularly. This check takes some seconds.
 *
 * Lock files are numbered, and the highest number is valid. A takeover creates the next number, which only one process can
 * do. It never deletes a file that another process may have created meanwhile. With a single file, two processes that find
 * the same stale lock could each delete and create it, and both would hold the lock.
 *
 * @throws if another process holds the lock.
 */
export async function acquireFolderLock(folder: string, heartbeatMs = defaultHeartbeatMs): Promise<FolderLock> {
  const self: Holder = { pid: process.pid, start: await processStart(process.pid), host: hostname() };
  for (;;) {
    const older = await lockNumbers(folder);
    const newest = older.at(-1);
    if (newest !== undefined) await refuseIfHeld(folder, newest, heartbeatMs);
    const number = (newest ?? 0) + 1;
    if (!(await createLock(folder, number, self))) continue;
    const release = keepAlive(lockFile(folder, number), heartbeatMs);
    // Another process may have created a newer file meanwhile.
    if ((await lockNumbers(folder)).at(-1) !== number) {
      await release();
      continue;
    }
    for (const stale of older) await rm(lockFile(folder, stale), { force: true });
    return { release };
  }
}

function lockFile(folder: string, number: number): string {
  return path.join(folder, `lock.${number}`);
}

async function lockNumbers(folder: string): Promise<number[]> {
  const numbers = (await readdir(folder)).map((name) => Number(lockNamePattern.exec(name)?.[1] ?? Number.NaN));
  return numbers.filter((number) => !Number.isNaN(number)).sort((a, b) => a - b);
}

// The file is written under another name and then linked, so that no process reads an incomplete lock file.
async function createLock(folder: string, number: number, holder: Holder): Promise<boolean> {
  const draft = path.join(folder, `lock-draft.${randomUUID()}`);
  await writeFile(draft, JSON.stringify(holder));
  try {
    await link(draft, lockFile(folder, number));
    return true;
  } catch (error) {
    if (isSystemError(error, "EEXIST")) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

// Updates the lock file regularly. Returns a function that removes it.
function keepAlive(file: string, heartbeatMs: number): () => Promise<void> {
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  }, heartbeatMs);
  heartbeat.unref();
  return async () => {
    clearInterval(heartbeat);
    await rm(file, { force: true });
  };
}

async function refuseIfHeld(folder: string, number: number, heartbeatMs: number): Promise<void> {
  const file = lockFile(folder, number);
  const holder = await readHolder(file);
  if (holder === undefined) return;
  const isHere = holder.host === hostname();
  if (!(await (isHere ? isRunning(holder) : isKeptAlive(file, heartbeatMs)))) return;
  throw new Error(
    `The embedded database in ${folder} is in use by process ${holder.pid}${isHere ? "" : ` on host ${holder.host}`}. ` +
      "Stop that process, choose another folder, or set DATABASE_URL to a PostgreSQL server, which many processes can use.",
  );
}

async function readHolder(file: string): Promise<Holder | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return undefined;
    throw error;
  }
  return JSON.parse(text);
}

async function isRunning({ pid, start }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (isSystemError(error, "ESRCH")) return false;
  }
  return (await processStart(pid)) === start;
}

async function isKeptAlive(file: string, heartbeatMs: number): Promise<boolean> {
  const before = await lastChange(file);
  await setTimeout(4 * heartbeatMs);
  return before !== (await lastChange(file));
}

async function lastChange(file: string): Promise<number> {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return 0;
    throw error;
  }
}

function isSystemError(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}
