import type { Logger } from "pino";
import { type Cleanup, cleanUpHourly } from "../database/cleanup.js";
import type { Database } from "../database/database.js";
import { describeError } from "../monitoring/error-log.js";
import { OrphanCleanup } from "./file-cleanup.js";
import { FileMaintenance } from "./file-maintenance.js";
import { FileStore } from "./file-store.js";
import type { FileFolder } from "./storage/file-folder.js";

export interface FileOptions {
  readonly folder: FileFolder;
  /** The maximum size of a file that a client sends. */
  readonly maxBytes: number;
  /** The number of days that files are kept. */
  readonly days: number;
}

export interface FileService {
  readonly files: FileStore;
  /** Discards the files that are being written, and stops the work in the background. */
  close(): Promise<void>;
}

interface FileEnvironment {
  readonly database: Database;
  readonly logger: Logger;
}

/**
 * Starts to store files, to delete old ones, and to check them for erased data.
 * @param options is undefined for a server that stores no files.
 */
export function startFileService(options: FileOptions | undefined, environment: FileEnvironment): FileService {
  const { logger, database } = environment;
  const { prisma: db } = database;
  const { folder, maxBytes = 0, days = 0 } = options ?? {};
  const maintenance = new FileMaintenance({ db, folder, logger });
  const files = new FileStore({ db, folder, maxBytes, days, logger, onErasure: () => maintenance.wake() });
  const orphans = folder && cleanUpOrphansHourly(new OrphanCleanup(db, folder, days), logger);
  return {
    files,
    close: async () => void (await Promise.all([files.close(), maintenance.close(), orphans?.close()])),
  };
}

function cleanUpOrphansHourly(orphans: OrphanCleanup, logger: Logger): Cleanup {
  const deleteAll = async () => {
    await orphans.run();
    return 0;
  };
  return cleanUpHourly(deleteAll, (error) =>
    logger.error({ error: describeError(error) }, "The folder of the files could not be compared with the database."),
  );
}
