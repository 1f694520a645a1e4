import type { Logger } from "pino";
import type { PrismaClient } from "../database/generated/client.js";
import { describeError } from "../monitoring/error-log.js";
import { checkNextFile } from "./erasure/erasure-check.js";
import { deleteDoneErasures } from "./erasure/file-erasure.rows.js";
import { deleteExpiredFiles } from "./file-cleanup.js";
import type { FileFolder } from "./storage/file-folder.js";

export interface FileMaintenanceOptions {
  readonly db: PrismaClient;
  /** Undefined if this server stores no files. */
  readonly folder: FileFolder | undefined;
  readonly logger: Logger;
}

const pollMs = 5_000;

/**
 * Deletes files that have expired, and checks files for data of erased persons. Each instance runs it, every few seconds and after each
 * erasure of this process. Instances share the work.
 */
export class FileMaintenance {
  readonly #options: FileMaintenanceOptions;
  #timer: NodeJS.Timeout | undefined;
  #run: Promise<void> | undefined;
  #isWoken = false;
  #isClosing = false;
  #hasFailed = false;

  constructor(options: FileMaintenanceOptions) {
    this.#options = options;
    if (options.folder !== undefined) this.wake();
  }

  /** Looks for work now. */
  wake(): void {
    this.#isWoken = true;
    if (this.#isClosing || this.#run !== undefined) return;
    clearTimeout(this.#timer);
    this.#run = this.#work().finally(() => {
      this.#run = undefined;
      if (this.#isClosing || this.#options.folder === undefined) return;
      // The pause is random, so that instances do not look at the same time.
      this.#timer = setTimeout(() => this.wake(), pollMs * (0.5 + Math.random())).unref();
    });
  }

  /** Stops. The file that is being checked is checked again later. */
  async close(): Promise<void> {
    this.#isClosing = true;
    clearTimeout(this.#timer);
    await this.#run;
  }

  async #work(): Promise<void> {
    const { db, folder, logger } = this.#options;
    const isClosing = () => this.#isClosing;
    try {
      while (this.#isWoken && !this.#isClosing) {
        this.#isWoken = false;
        if (folder !== undefined) {
          await deleteExpiredFiles(db, folder);
          while (!this.#isClosing && (await checkNextFile({ db, folder, logger, isClosing })));
        }
        await deleteDoneErasures(db);
      }
      this.#hasFailed = false;
    } catch (error) {
      if (!this.#hasFailed && !this.#isClosing) {
        logger.warn({ error: describeError(error) }, "Old files, or files with erased data, could not be deleted.");
      }
      this.#hasFailed = true;
    }
  }
}
