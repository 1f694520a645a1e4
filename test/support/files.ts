import { pino } from "pino";
import type { Database } from "../../src/database/database.js";
import { startFileService } from "../../src/files/file-service.js";
import type { FileStore } from "../../src/files/file-store.js";

/** The files of a server that has no folder for them. */
export function filesOf(database: Database): FileStore {
  return startFileService(undefined, { database, logger: pino({ level: "silent" }) }).files;
}
