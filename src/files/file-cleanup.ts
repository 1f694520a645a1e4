import { rm } from "node:fs/promises";
import type { PrismaClient } from "../database/generated/client.js";
import type { FileFolder } from "./storage/file-folder.js";
import {
  deleteExpiredRows,
  deleteExpiredRowsElsewhere,
  deleteFileRow,
  findCompleteFiles,
  findExpiredFiles,
  withoutRow,
} from "./storage/stored-file.rows.js";

const batchSize = 100;
const msPerDay = 86_400_000;

/**
 * Deletes files that have expired: complete ones after some days, and those whose writer died. Several instances can do so at the
 * same time. Contents are deleted before their rows, so no content is left without a row.
 */
export async function deleteExpiredFiles(db: PrismaClient, folder: FileFolder): Promise<void> {
  for (;;) {
    const ids = await findExpiredFiles(db, folder.id, batchSize);
    for (const id of ids) await folder.delete(id);
    await deleteExpiredRows(db, ids);
    if (ids.length < batchSize) return;
  }
}

/**
 * Finds and deletes what belongs together no more: contents without a row, for example after the database was restored from a
 * backup, and rows without contents.
 */
export class OrphanCleanup {
  readonly #db: PrismaClient;
  readonly #folder: FileFolder;
  readonly #days: number;
  /** Files that were missing in the last run. A network drive may show a new file to other machines some seconds late. */
  #missing: ReadonlySet<string> = new Set();

  /** @param days is the number of days that files are kept. */
  constructor(db: PrismaClient, folder: FileFolder, days: number) {
    this.#db = db;
    this.#folder = folder;
    this.#days = days;
  }

  /** @throws an Error if the folder was replaced since the start. Nothing is deleted then. */
  async run(): Promise<void> {
    if (!(await this.#folder.isUnchanged())) throw new Error("The folder of the files was replaced.");
    await this.#deleteContents();
    await this.#deleteRows();
    await deleteExpiredRowsElsewhere(this.#db, this.#folder.id);
  }

  /** Only old contents are deleted: if the folder is used with another database by mistake, its files are not lost early. */
  async #deleteContents(): Promise<void> {
    const old = await this.#folder.listOlderThan(new Date(Date.now() - (this.#days + 1) * msPerDay));
    for (let start = 0; start < old.length; start += batchSize) {
      const batch = old.slice(start, start + batchSize);
      const orphans = new Set(
        await withoutRow(
          this.#db,
          batch.map(({ id }) => id),
        ),
      );
      for (const { id, path } of batch) if (orphans.has(id)) await rm(path, { force: true });
    }
  }

  async #deleteRows(): Promise<void> {
    const missing = new Set<string>();
    for (const id of await findCompleteFiles(this.#db, this.#folder.id)) {
      if (await this.#folder.has(id)) continue;
      if (this.#missing.has(id)) await deleteFileRow(this.#db, id);
      else missing.add(id);
    }
    this.#missing = missing;
  }
}
