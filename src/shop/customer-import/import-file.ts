import type { Tx } from "../../database/transactions/transaction.js";
import type { FileSource } from "../../file-formats/file-rows.js";

/** A file that is imported. */
export interface ImportFile extends FileSource {
  /**
   * Is called first in each transaction that writes what was read from the file.
   * @throws JobFailure if the file must not be used any more, or JobPostponed if not now.
   */
  lock(tx: Tx): Promise<void>;
  close(): Promise<void>;
}

export interface ImportFiles {
  /** @throws JobFailure if the file cannot be used, or JobPostponed if it cannot be used now. */
  open(id: string): Promise<ImportFile>;
}
