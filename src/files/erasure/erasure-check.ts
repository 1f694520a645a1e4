import type { Logger } from "pino";
import type { PrismaClient } from "../../database/generated/client.js";
import { type FileFolder, isMissingFile } from "../storage/file-folder.js";
import {
  type CheckedFile,
  delayCheck,
  leaseFileToCheck,
  markChecked,
  markErased,
} from "../storage/stored-file.rows.js";
import { findErasuresAfter, type PendingErasure } from "./file-erasure.rows.js";
import { fileContains } from "./file-search.js";
import { type ErasureTerms, searchedTexts } from "./searched-text.js";
import { decryptTerms } from "./terms-cipher.js";

export interface ErasureCheckOptions {
  readonly db: PrismaClient;
  readonly folder: FileFolder;
  readonly logger: Logger;
  /** True if the search must stop. */
  readonly isClosing: () => boolean;
}

/** With more erasures, the search would block the process for too long at a time. The file is checked again for the others. */
const erasuresAtOnce = 10;
const retrySeconds = 30;

/**
 * Checks a file for the texts of erasures, and deletes it if it contains one. If the process dies, another one does it again.
 * @returns false if no file is due.
 */
export async function checkNextFile(options: ErasureCheckOptions): Promise<boolean> {
  const file = await leaseFileToCheck(options.db, options.folder.id);
  if (file === null) return false;
  try {
    await checkFile(options, file);
  } catch (error) {
    await delayCheck(options.db, file.id, options.isClosing() ? 0 : retrySeconds);
    throw error;
  }
  return true;
}

async function checkFile(options: ErasureCheckOptions, file: CheckedFile): Promise<void> {
  const { id, erasuresChecked } = file;
  const { db, folder, logger } = options;
  const erasures = await findErasuresAfter(db, erasuresChecked, erasuresAtOnce);
  if (await mustBeDeleted(options, file, erasures)) {
    // The row is changed last. If the process dies in between, the missing file counts as a match.
    await folder.delete(id);
    await markErased(db, id);
    logger.info({ fileId: id }, "A file was deleted, because it may hold data of an erased person.");
  } else {
    await markChecked(db, id, erasures.at(-1)?.id ?? erasuresChecked);
  }
}

async function mustBeDeleted(
  { folder, isClosing }: ErasureCheckOptions,
  { id, isSearchable }: CheckedFile,
  erasures: readonly PendingErasure[],
): Promise<boolean> {
  if (!isSearchable) return true;
  const terms = termsOf(folder, erasures);
  if (terms === undefined || terms.some(({ files }) => files.includes(id))) return true;
  const handle = await folder.openFile(id).catch((error: unknown) => {
    if (isMissingFile(error)) return undefined;
    throw error;
  });
  if (handle === undefined) return true;
  try {
    return await fileContains(handle, terms.flatMap(searchedTexts), isClosing);
  } finally {
    await handle.close();
  }
}

/** Returns undefined if the terms of an erasure are unknown. Then each file may name the person. */
function termsOf({ key }: FileFolder, erasures: readonly PendingErasure[]): ErasureTerms[] | undefined {
  const terms = erasures.map((erasure) => erasure.terms && decryptTerms(key, erasure.terms));
  const known = terms.filter((term): term is ErasureTerms => !!term);
  return known.length === terms.length ? known : undefined;
}
