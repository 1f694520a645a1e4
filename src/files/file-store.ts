import type { FileHandle } from "node:fs/promises";
import type { Logger } from "pino";
import type { PrismaClient } from "../database/generated/client.js";
import { afterCommit, type Tx } from "../database/transactions/transaction.js";
import { serviceUnavailable } from "../graphql/errors/request-errors.js";
import { isStorableText } from "../graphql/node/ids.js";
import { newUlid } from "../graphql/node/ulid.js";
import { describeError } from "../monitoring/error-log.js";
import { insertErasure } from "./erasure/file-erasure.rows.js";
import type { ErasureTerms } from "./erasure/searched-text.js";
import { encryptTerms } from "./erasure/terms-cipher.js";
import { FileUnavailable, filesAreNotSetUp, storageError } from "./storage/file-errors.js";
import { type FileFolder, isMissingFile } from "./storage/file-folder.js";
import { FileWriter } from "./storage/file-writer.js";
import {
  deleteFileRow,
  findFile,
  finishFile,
  holdOffErasures,
  insertFile,
  type NewFile,
  renewWriterLeases,
  type StoredFile,
} from "./storage/stored-file.rows.js";

export interface FileStoreOptions {
  readonly db: PrismaClient;
  /** Undefined if the server stores no files. */
  readonly folder: FileFolder | undefined;
  /** The maximum size of an upload. */
  readonly maxBytes: number;
  /** The number of days that a complete file is kept. */
  readonly days: number;
  readonly logger: Logger;
  /** Is called when an erasure was committed. */
  readonly onErasure: () => void;
}

export interface ResultOptions {
  /** False if no text in the file identifies the persons whom it names. Each erasure deletes it. Default: true. */
  readonly isSearchable?: boolean;
}

/** A file that is open for reading. The reader closes the handle. */
export interface OpenFile extends StoredFile {
  readonly handle: FileHandle;
}

const renewEveryMs = 30_000;

/**
 * Stores the files of imports and exports: contents in a folder, which several instances can share, and a row for each in the
 * database.
 */
export class FileStore {
  readonly #options: FileStoreOptions;
  readonly #writers = new Map<string, FileWriter>();
  #timer: NodeJS.Timeout | undefined;
  #isClosing = false;

  constructor(options: FileStoreOptions) {
    this.#options = options;
  }

  /** The maximum size of an upload. */
  get maxUploadBytes(): number {
    return this.#options.maxBytes;
  }

  /** True if this server stores files, and so can run the jobs that read and write them. */
  get isAvailable(): boolean {
    return this.#options.folder !== undefined;
  }

  /**
   * Checks that the server stores files. Operations that need files call this first.
   * @throws SERVICE_UNAVAILABLE otherwise.
   */
  requireAvailable(): void {
    if (this.#options.folder === undefined) throw filesAreNotSetUp();
  }

  /** Begins to store a file that a client sends. */
  async createUpload(createdBy: string): Promise<FileWriter> {
    const file = { purpose: "UPLOAD", name: null, createdBy, isSearchable: true } as const;
    return this.#create(file, this.#options.maxBytes);
  }

  /**
   * Begins to store the result of a job. Call it before the data is read: an erasure that is committed before this call does not
   * check the file.
   * @param name is the file name that clients get. Its ending decides the content type: `.csv` or `.jsonl`.
   */
  async createResult(
    createdBy: string,
    name: string,
    { isSearchable = true }: ResultOptions = {},
  ): Promise<FileWriter> {
    return this.#create({ purpose: "RESULT", name, createdBy, isSearchable });
  }

  /** Finds a complete file. Null if it does not exist, has expired, or is being written. */
  async find(id: string): Promise<StoredFile | null> {
    return isStorableText(id) ? findFile(this.#options.db, id) : null;
  }

  /**
   * Opens a file for reading.
   * @throws FileUnavailable
   */
  async open(id: string): Promise<OpenFile> {
    this.requireAvailable();
    const file = checkReadable(await this.find(id));
    const { folder } = this.#options;
    if (folder === undefined || folder.id !== file.folder) throw new FileUnavailable("MISSING");
    try {
      return { ...file, handle: await folder.openFile(id) };
    } catch (error) {
      throw isMissingFile(error) ? new FileUnavailable("MISSING") : storageError(error);
    }
  }

  /**
   * Call it first in each transaction that writes what was read from a file. Until the transaction ends, no data is erased. So
   * nothing that an erasure removes is written again from the file.
   * @throws FileUnavailable if the file must not be used any more, or not now.
   */
  async lockForReading(tx: Tx, id: string): Promise<void> {
    await holdOffErasures(tx);
    checkReadable(await findFile(tx, id));
  }

  /**
   * Lets the files be checked that may name an erased person. Call it in the transaction of the erasure. Until a file is checked,
   * nobody can read it. A file that names the person is deleted.
   */
  async queueErasure(tx: Tx, terms: ErasureTerms): Promise<void> {
    const { folder, onErasure } = this.#options;
    await insertErasure(tx, folder && encryptTerms(folder.key, terms));
    afterCommit(tx, onErasure);
  }

  /** Discards the files that are being written. */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#timer);
    const writers = [...this.#writers.values()];
    for (const writer of writers) writer.fail(isStopping());
    await Promise.all(writers.map((writer) => writer.discard()));
  }

  async #create(file: Omit<NewFile, "id" | "folder">, maxBytes?: number): Promise<FileWriter> {
    const { db, folder, days, logger } = this.#options;
    if (folder === undefined) throw filesAreNotSetUp();
    if (this.#isClosing) throw isStopping();
    const id = `file_${newUlid()}`;
    await insertFile(db, { ...file, id, folder: folder.id });
    const remove = async () => {
      try {
        await folder.delete(id);
        await deleteFileRow(db, id);
      } catch (error) {
        // The cleanup deletes it after the end of its lease.
        logger.warn({ fileId: id, error: describeError(error) }, "An unfinished file could not be deleted.");
      }
    };
    try {
      const writer = new FileWriter({
        id,
        handle: await folder.createDraft(id),
        maxBytes,
        publish: async (size) => {
          await folder.publish(id);
          if (!(await finishFile(db, id, size, days))) throw leaseLost();
        },
        remove,
        onEnd: () => void this.#writers.delete(id),
      });
      this.#writers.set(id, writer);
      if (this.#isClosing) {
        await writer.discard();
        throw isStopping();
      }
      this.#timer ??= setInterval(() => this.#renewLeases(), renewEveryMs).unref();
      return writer;
    } catch (error) {
      await remove();
      throw storageError(error);
    }
  }

  async #renewLeases(): Promise<void> {
    const ids = [...this.#writers.keys()];
    if (ids.length === 0) return;
    try {
      const renewed = new Set(await renewWriterLeases(this.#options.db, ids));
      // A writer that has finished in the meantime has no lease any more, and does not fail.
      for (const id of ids) if (!renewed.has(id)) this.#writers.get(id)?.fail(leaseLost());
    } catch (error) {
      this.#options.logger.warn({ error: describeError(error) }, "The leases of files could not be renewed.");
    }
  }
}

function isStopping(): Error {
  return serviceUnavailable("The server is stopping.");
}

function leaseLost(): Error {
  return serviceUnavailable("The database was away for too long while the file was being written.");
}

function checkReadable(file: StoredFile | null): StoredFile {
  if (file === null) throw new FileUnavailable("UNKNOWN");
  if (file.isErased) throw new FileUnavailable("ERASED");
  if (file.isBeingChecked) throw new FileUnavailable("BEING_CHECKED");
  return file;
}
