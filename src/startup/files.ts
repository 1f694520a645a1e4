import type { Logger } from "pino";
import type { Database } from "../database/database.js";
import type { Environment } from "../env.js";
import type { FileOptions } from "../files/file-service.js";
import { FileFolder } from "../files/storage/file-folder.js";
import { countFilesElsewhere } from "../files/storage/stored-file.rows.js";

/**
 * Opens the folder of the files. Undefined if the server has none.
 * @throws an Error that says why the folder cannot be used.
 */
export async function configuredFiles(
  { files }: Environment,
  { prisma }: Database,
  logger: Logger,
): Promise<FileOptions | undefined> {
  if (files.folder === undefined) return undefined;
  const folder = await FileFolder.open(files.folder);
  const elsewhere = await countFilesElsewhere(prisma, folder.id);
  if (elsewhere > 0) {
    logger.warn(
      `${elsewhere} files are in another folder than FILES_DIR, ${folder.path}. Is it the folder that all instances share, and is it mounted?`,
    );
  }
  return { folder, maxBytes: files.maxBytes, days: files.days };
}
