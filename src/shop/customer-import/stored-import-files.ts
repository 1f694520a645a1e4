import type { FileStore } from "../../files/file-store.js";
import { FileUnavailable } from "../../files/storage/file-errors.js";
import { JobFailure, JobPostponed } from "../../jobs/job.js";
import { readChunks } from "./file-chunks.js";
import type { ImportFile, ImportFiles } from "./import-file.js";

/** The uploaded files. */
export class StoredImportFiles implements ImportFiles {
  readonly #files: FileStore;

  constructor(files: FileStore) {
    this.#files = files;
  }

  async open(id: string): Promise<ImportFile> {
    const { handle } = await forJob(() => this.#files.open(id));
    return {
      read: (start) => readChunks(handle, start),
      lock: (tx) => forJob(() => this.#files.lockForReading(tx, id)),
      close: () => handle.close(),
    };
  }
}

/**
 * Converts the errors of files. A file that an erasure checks can be read afterwards, unless it is deleted: the job waits. For
 * other reasons it fails, with the message for users.
 */
async function forJob<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FileUnavailable)) throw error;
    throw error.problem === "BEING_CHECKED" ? new JobPostponed(error.message) : new JobFailure(error.message);
  }
}
