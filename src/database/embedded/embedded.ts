import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { unaccent } from "@electric-sql/pglite/contrib/unaccent";
import type { Pool } from "pg";
import { detectCrashes } from "../errors/embedded-crash.js";
import { prepareDataFolder } from "./data-folder.js";
import { DurableNodeFS, syncFolder } from "./durable-filesystem.js";
import { startMaintenance } from "./embedded-maintenance.js";
import { createEmbeddedPool } from "./embedded-pool.js";
import { acquireFolderLock } from "./folder-lock.js";

const EXTENSIONS = { pg_trgm, unaccent };

// PGlite starts PostgreSQL with -F, which turns fsync off.
const DURABLE_START_PARAMS = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
  ...["-c", "fsync=on", "-c", "wal_sync_method=fsync"],
  ...["-c", "max_wal_size=128MB", "-c", "min_wal_size=32MB"],
];

const WASI_ENOSPC = 51;
const PANIC = /\bPANIC:/;
const NO_SPACE = "No space left on device";

/** PostgreSQL inside this process, on a folder of its own. */
export interface EmbeddedDatabase {
  readonly pool: Pool;
  close(): Promise<void>;
}

/** Whom to tell what. */
export interface EmbeddedEvents {
  readonly onProgress: (message: string) => void;
  readonly onWarning: (message: string, error: unknown) => void;
}

/**
 * Opens the PostgreSQL that runs inside this process on `dataDir`, creating it when there is none. What it has
 * acknowledged survives a crash of the process or the machine.
 *
 * @throws when the folder cannot be used or another process has it open, and when PostgreSQL does not start on it.
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
    const { pool, close } = await run(cluster, events);
    return { pool, close: () => close().finally(lock.release) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Opens a database in memory: an empty one, or a copy of a dumped one. For tests and for comparing schemas. */
export async function openMemoryDatabase(dump?: Blob): Promise<PGlite> {
  const pglite = await PGlite.create({ extensions: EXTENSIONS, ...(dump === undefined ? {} : { loadDataDir: dump }) });
  detectCrashes(pglite, () => {});
  return pglite;
}

// Under another name until it is complete and on disk: a process killed half-way leaves no half database behind.
async function createCluster(cluster: string): Promise<void> {
  const unfinished = `${cluster}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const instance = start(unfinished);
  try {
    await ready(instance);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
  await instance.pglite.close();
  syncFolder(unfinished);
  await rename(unfinished, cluster);
  syncFolder(path.dirname(cluster), { recursive: false });
}

async function run(cluster: string, { onWarning }: EmbeddedEvents): Promise<EmbeddedDatabase> {
  // The new instance recovers from the log on disk, as a server does; statements that wait for a connection go there.
  const restart = (crash: Error) => {
    onWarning("The embedded database starts again after a crash.", crash);
    current.files.abandon();
    current = start(cluster, restart);
  };
  let current = start(cluster, restart);
  await ready(current);

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
    // One that did not start again after a crash has nothing to close.
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
  /** What PostgreSQL writes to its log while it starts; later only why it breaks down, without the statements that fail. */
  readonly log: string[];
}

function start(folder: string, onCrash: (crash: Error) => void = () => {}): Instance {
  const files = new DurableNodeFS(folder);
  const log: string[] = [];
  const pglite: PGlite = new PGlite({
    fs: files,
    extensions: EXTENSIONS,
    startParams: DURABLE_START_PARAMS,
    onStderr: (line) => (!pglite.ready || PANIC.test(line)) && log.push(line) > 0,
  });
  pglite.waitReady.then(
    () => detectCrashes(pglite, onCrash, () => log.findLast((line) => PANIC.test(line))),
    () => {},
  );
  return { pglite, files, log };
}

async function ready({ pglite, log }: Instance): Promise<void> {
  try {
    await pglite.waitReady;
  } catch (error) {
    throw explain(error, log);
  }
}

/** The error of an instance that does not start, with the reason. */
function explain(error: unknown, log: readonly string[]): Error {
  const lines = log.join("\n");
  if (isDiskFull(error) || lines.includes(NO_SPACE)) {
    return Object.assign(new Error(NO_SPACE, { cause: error }), { code: "ENOSPC" });
  }
  return new Error(`The embedded database does not start. PostgreSQL says:\n${lines}`, { cause: error });
}

/** PostgreSQL's files have errors of WebAssembly's system interface (WASI), which are no errors of JavaScript. */
function isDiskFull(error: unknown): boolean {
  return typeof error === "object" && error !== null && "errno" in error && error.errno === WASI_ENOSPC;
}
