import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { unaccent } from "@electric-sql/pglite/contrib/unaccent";
import type { Pool } from "pg";
import "../optimize-later.js";
import { failOnCrash } from "../errors/embedded-crash.js";
import { prepareDataFolder } from "./data-folder.js";
import { DurableNodeFS, syncFolder } from "./durable-filesystem.js";
import { startMaintenance } from "./embedded-maintenance.js";
import { createEmbeddedPool } from "./embedded-pool.js";
import { acquireFolderLock } from "./folder-lock.js";

const loadedExtensions = { pg_trgm, unaccent };

// PostgreSQL clears its buffers at the start. With the default of 128 MB this was half of the CPU time of the start.
const startParams = [...PGlite.defaultStartParams, "-c", "shared_buffers=32MB"];

// PGlite starts PostgreSQL with -F, which disables fsync.
const durableStartParams = [
  ...startParams.filter((parameter) => parameter !== "-F"),
  ...["-c", "fsync=on", "-c", "wal_sync_method=fsync"],
  ...["-c", "max_wal_size=128MB", "-c", "min_wal_size=32MB"],
];

const wasiNoSpace = 51;
const panicMessage = /\bPANIC:/;
const noSpaceMessage = "No space left on device";

/** PostgreSQL inside this process, with its own data folder. */
export interface EmbeddedDatabase {
  readonly pool: Pool;
  close(): Promise<void>;
}

/** Callbacks for progress messages and warnings. */
export interface EmbeddedEvents {
  readonly onProgress: (message: string) => void;
  readonly onWarning: (message: string, error: unknown) => void;
}

/**
 * Opens the PostgreSQL database inside this process on `dataDir`, and creates it if needed. Acknowledged writes survive a
 * crash of the process or the machine.
 *
 * @throws if the folder cannot be used, another process uses it, or PostgreSQL does not start.
 */
export async function openEmbeddedDatabase(dataDir: string, events: EmbeddedEvents): Promise<EmbeddedDatabase> {
  const folder = await prepareDataFolder(dataDir);
  const lock = await acquireFolderLock(folder);
  try {
    const cluster = path.join(folder, "postgres");
    if (!existsSync(path.join(cluster, "PG_VERSION"))) {
      events.onProgress(`Creating the embedded database in ${folder}; this takes a few seconds.`);
      await createCluster(cluster);
    }
    const { pool, close } = await startCluster(cluster, events);
    return { pool, close: () => close().finally(lock.release) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Opens a database in memory: an empty one, or a copy of a dump. Used by tests and schema comparison. */
export async function openMemoryDatabase(dump?: Blob): Promise<PGlite> {
  const pglite = await PGlite.create({
    extensions: loadedExtensions,
    startParams,
    ...(dump === undefined ? {} : { loadDataDir: dump }),
  });
  failOnCrash(pglite, () => {});
  return pglite;
}

// The cluster is created under another name and renamed when it is complete and on disk. So a process that is killed during
// creation leaves no incomplete database.
async function createCluster(cluster: string): Promise<void> {
  const unfinished = `${cluster}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const instance = start(unfinished);
  try {
    await waitUntilReady(instance);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
  await instance.pglite.close();
  syncFolder(unfinished);
  await rename(unfinished, cluster);
  syncFolder(path.dirname(cluster), { recursive: false });
}

async function startCluster(cluster: string, { onWarning }: EmbeddedEvents): Promise<EmbeddedDatabase> {
  // A new instance recovers from the log on disk, like a server. Statements that wait for a connection use the new instance.
  const restart = (crash: Error) => {
    onWarning("The embedded database starts again after a crash.", crash);
    current.files.abandon();
    current = start(cluster, restart);
  };
  let current = start(cluster, restart);
  await waitUntilReady(current);

  const pool = createEmbeddedPool(
    () => current.pglite,
    (error) => explain(error, current.log),
  );
  const stopMaintenance = startMaintenance(pool, (error) => {
    onWarning("The maintenance of the embedded database failed; it will be tried again.", error);
  });
  const close = async () => {
    stopMaintenance();
    await pool.end();
    // An instance that did not start again after a crash has nothing to close.
    await current.pglite.waitReady.then(
      () => current.pglite.close(),
      () => {},
    );
  };
  return { pool, close };
}

interface Instance {
  readonly pglite: PGlite;
  readonly files: DurableNodeFS;
  /** PostgreSQL's log during the start, and later only the reasons of crashes. Failed statements are not included. */
  readonly log: string[];
}

function start(folder: string, onCrash: (crash: Error) => void = () => {}): Instance {
  const files = new DurableNodeFS(folder);
  const log: string[] = [];
  const pglite: PGlite = new PGlite({
    fs: files,
    extensions: loadedExtensions,
    startParams: durableStartParams,
    onStderr: (line) => (!pglite.ready || panicMessage.test(line)) && log.push(line) > 0,
  });
  pglite.waitReady.then(
    () => failOnCrash(pglite, onCrash, () => log.findLast((line) => panicMessage.test(line))),
    () => {},
  );
  return { pglite, files, log };
}

async function waitUntilReady({ pglite, log }: Instance): Promise<void> {
  try {
    await pglite.waitReady;
  } catch (error) {
    throw explain(error, log);
  }
}

/** Creates the error of an instance that does not start, with the reason. */
function explain(error: unknown, log: readonly string[]): Error {
  const lines = log.join("\n");
  if (isDiskFull(error) || lines.includes(noSpaceMessage)) {
    return Object.assign(new Error(noSpaceMessage, { cause: error }), { code: "ENOSPC" });
  }
  return new Error(`The embedded database does not start. PostgreSQL says:\n${lines}`, { cause: error });
}

/** True if the disk is full. File errors come from the WebAssembly system interface (WASI) and are not JavaScript errors. */
function isDiskFull(error: unknown): boolean {
  return typeof error === "object" && error !== null && "errno" in error && error.errno === wasiNoSpace;
}
