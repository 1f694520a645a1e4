import { createHash, randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** A file of the folder that belongs to an id. A file that is being written has another name. */
export interface FolderEntry {
  readonly id: string;
  readonly path: string;
}

const keyName = "folder-key";
const keyForm = /^[\w-]{43}\n$/;
const fileForm = /^(file_[0-9A-Z]{26})(\.part)?$/;
const maxKeyWaitMs = 5_000;

/**
 * The folder of the stored files. Several instances can share it. Only the owner can read the files. The folder has a key, a random
 * one that is created with it. The key identifies the folder and encrypts the texts of erasures.
 */
export class FileFolder {
  readonly path: string;
  /** Identifies the folder in the database. */
  readonly id: string;
  readonly key: Uint8Array;

  private constructor(folder: string, key: string) {
    this.path = folder;
    this.key = Buffer.from(key.trim(), "base64url");
    this.id = createHash("sha256").update("folder id ").update(this.key).digest("hex").slice(0, 16);
  }

  /**
   * Opens a folder, and creates it if it does not exist.
   * @param setting names the folder in messages.
   * @throws an Error that says why the folder cannot be used.
   */
  static async open(folder: string, setting = "FILES_DIR"): Promise<FileFolder> {
    const absolute = path.resolve(folder);
    const fail = (reason: string) => new Error(`The folder of the files, ${absolute} (${setting}), ${reason}.`);
    try {
      await mkdir(absolute, { recursive: true, mode: 0o700 });
      await checkWritable(absolute);
      await createKey(absolute);
    } catch (error) {
      throw fail(`cannot be used: ${reasonOf(error)}`);
    }
    const key = await readKey(absolute);
    if (key === undefined) throw fail(`has a damaged ${keyName}. Restore this file, or empty the folder`);
    return new FileFolder(absolute, key);
  }

  /** False if the folder was replaced, for example because a network drive is not mounted any more. */
  async isUnchanged(): Promise<boolean> {
    const key = await readFile(path.join(this.path, keyName), "utf8").catch(() => "");
    return Buffer.from(key.trim(), "base64url").equals(this.key);
  }

  /** Creates the draft of a file. */
  async createDraft(id: string): Promise<FileHandle> {
    return open(this.#draftOf(id), "wx", 0o600);
  }

  /** Gives a draft its final name. Its content must be on the disk. */
  async publish(id: string): Promise<void> {
    await rename(this.#draftOf(id), this.#pathOf(id));
    await syncFolder(this.path);
  }

  /** Opens a file for reading. */
  async openFile(id: string): Promise<FileHandle> {
    return open(this.#pathOf(id), constants.O_RDONLY);
  }

  async has(id: string): Promise<boolean> {
    return stat(this.#pathOf(id)).then(() => true, isMissing);
  }

  /** Deletes a file and its draft. The draft first, so that it cannot get the final name afterwards. */
  async delete(id: string): Promise<void> {
    await rm(this.#draftOf(id), { force: true });
    await rm(this.#pathOf(id), { force: true });
  }

  /** Returns the files that were last written before this time, drafts too. Other files in the folder are left out. */
  async listOlderThan(time: Date): Promise<FolderEntry[]> {
    const old: FolderEntry[] = [];
    for (const name of await readdir(this.path)) {
      const id = fileForm.exec(name)?.[1];
      if (id === undefined) continue;
      const entry = { id, path: path.join(this.path, name) };
      const { mtime } = await stat(entry.path).catch(() => ({ mtime: undefined }));
      if (mtime !== undefined && mtime < time) old.push(entry);
    }
    return old;
  }

  #pathOf(id: string): string {
    if (!fileForm.test(id)) throw new Error("The id is not that of a file.");
    return path.join(this.path, id);
  }

  #draftOf(id: string): string {
    return `${this.#pathOf(id)}.part`;
  }
}

/** True if an error says that a file does not exist. */
export function isMissingFile(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function isMissing(error: unknown): false {
  if (isMissingFile(error)) return false;
  throw error;
}

async function checkWritable(folder: string): Promise<void> {
  const file = path.join(folder, `check-${randomBytes(8).toString("hex")}`);
  const handle = await open(file, "wx", 0o600);
  try {
    await handle.writeFile("x");
    await handle.sync();
  } finally {
    await handle.close();
    await rm(file, { force: true });
  }
}

/** Creates the key. If another instance has created it, it stays. */
async function createKey(folder: string): Promise<void> {
  const handle = await open(path.join(folder, keyName), "wx", 0o600).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return undefined;
    throw error;
  });
  if (handle === undefined) return;
  try {
    await handle.writeFile(`${randomBytes(32).toString("base64url")}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncFolder(folder);
}

/** Returns undefined if there is no whole key. Another instance may be writing it, so this waits some seconds for it. */
async function readKey(folder: string): Promise<string | undefined> {
  for (let waited = 0; waited < maxKeyWaitMs; waited += 50) {
    const key = await readFile(path.join(folder, keyName), "utf8");
    if (keyForm.test(key)) return key;
    if (key.length > 0) return undefined;
    await wait(50);
  }
  return undefined;
}

/** Writes the names of the folder to the disk. Some network drives do not support this, and do so anyway. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && ["EINVAL", "ENOTSUP"].includes(String(error.code)))) throw error;
  } finally {
    await handle.close();
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "this user must not write there",
  EPERM: "this user must not write there",
  EROFS: "its file system is read-only",
  ENOSPC: "its disk is full",
  EDQUOT: "the quota of its disk is used up",
  ENOTDIR: "a part of its path is a file",
  EEXIST: "it is a file",
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return reasons[code] ?? `it fails with ${code || String(error)}`;
}
