import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import type { ExportFile } from "../shop/customer-export/export-file.js";
import { ArgumentError } from "./arguments.js";

/** A file of this machine. It gets its name when it is complete. Only its owner can read it. */
export class LocalExportFile implements ExportFile {
  readonly #path: string;
  readonly #draft: string;
  readonly #handle: FileHandle;

  private constructor(path: string, draft: string, handle: FileHandle) {
    this.#path = path;
    this.#draft = draft;
    this.#handle = handle;
  }

  /** @throws ArgumentError if the file exists and must not be replaced, or if it cannot be created. */
  static async create(path: string, { replace }: { replace: boolean }): Promise<LocalExportFile> {
    const found = await stat(path).catch(() => null);
    if (found?.isDirectory()) throw new ArgumentError(`Expected a file, but ${path} is a folder.`);
    if (found !== null && !replace) {
      throw new ArgumentError(`The file ${path} exists already. Give another name, or --replace.`);
    }
    const draft = `${path}.part`;
    try {
      return new LocalExportFile(path, draft, await open(draft, "w", 0o600));
    } catch (error) {
      throw new ArgumentError(`The file ${draft} cannot be created: ${(error as Error).message}.`, { cause: error });
    }
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#handle.writeFile(bytes);
  }

  async finish(): Promise<void> {
    await this.#handle.sync();
    await this.#handle.close();
    await rename(this.#draft, this.#path);
  }

  async discard(): Promise<void> {
    await this.#handle.close();
    await rm(this.#draft, { force: true });
  }
}
