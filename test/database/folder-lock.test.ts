import { readdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { acquireFolderLock } from "../../src/database/embedded/folder-lock.js";
import { startScript } from "../support/child-process.js";
import { temporaryFolders } from "../support/temporary-folder.js";

const temporaryFolder = temporaryFolders();

const heartbeatMs = 50;

const lockOf = (holder: { pid: number; start: string; host: string }) => JSON.stringify(holder);

test("a folder locked by another process is rejected with folder and process, until that process ends", async () => {
  const folder = await temporaryFolder();
  const holder = startScript("hold-folder-lock.run.ts", folder);
  await holder.lines.next();

  const refused = acquireFolderLock(folder);
  await expect(refused).rejects.toThrow(`The embedded database in ${folder} is in use by process ${holder.pid}.`);

  await holder.kill();
  const lock = await acquireFolderLock(folder);
  await lock.release();
});

test("a folder locked by this process cannot be locked again", async () => {
  const folder = await temporaryFolder();
  await acquireFolderLock(folder);
  await expect(acquireFolderLock(folder)).rejects.toThrow(`in use by process ${process.pid}`);
});

test("a released folder has no lock file and can be locked again", async () => {
  const folder = await temporaryFolder();
  await (await acquireFolderLock(folder)).release();
  expect(await readdir(folder)).toEqual([]);
  await (await acquireFolderLock(folder)).release();
});

test("the lock of an ended process is taken over even if another process has its pid", async () => {
  const folder = await temporaryFolder();
  const reused = lockOf({ pid: process.pid, start: "another boot 1", host: hostname() });
  await writeFile(path.join(folder, "lock.1"), reused);
  await acquireFolderLock(folder);
  expect(await readdir(folder)).toEqual(["lock.2"]);
});

test("the lock of another host is respected while its holder updates it", async () => {
  const folder = await temporaryFolder();
  const lock = await acquireFolderLock(folder, heartbeatMs);
  const foreign = lockOf({ pid: 4711, start: "another boot 1", host: "elsewhere" });
  await writeFile(path.join(folder, "lock.1"), foreign);
  await expect(acquireFolderLock(folder, heartbeatMs)).rejects.toThrow("in use by process 4711 on host elsewhere");

  await lock.release();
  await writeFile(path.join(folder, "lock.1"), foreign);
  await acquireFolderLock(folder, heartbeatMs);
  expect(await readdir(folder)).toEqual(["lock.2"]);
});

test("only one of many processes that find the same stale lock gets the folder", async () => {
  const folder = await temporaryFolder();
  const stale = lockOf({ pid: process.pid, start: "another boot 1", host: hostname() });
  await writeFile(path.join(folder, "lock.7"), stale);
  const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => acquireFolderLock(folder)));
  const refusals = attempts.filter((attempt) => attempt.status === "rejected").map((attempt) => String(attempt.reason));
  expect(refusals).toHaveLength(19);
  for (const refusal of refusals) expect(refusal).toContain("in use by process");
  expect(await readdir(folder)).toEqual(["lock.8"]);
});
