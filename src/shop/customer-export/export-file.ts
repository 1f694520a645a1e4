import type { FileStore, ResultOptions } from "../../files/file-store.js";

/** A file that an export writes. Nobody sees it before `finish`. */
export interface ExportFile {
  /** Undefined for a file that no client gets from the server. */
  readonly id?: string | undefined;
  write(bytes: Uint8Array): Promise<void>;
  finish(): Promise<void>;
  discard(): Promise<void>;
}

export interface ExportFiles {
  /** @param name is the file name that clients get. */
  create(createdBy: string, name: string, options: ResultOptions): Promise<ExportFile>;
}

/** The files that clients get with `GET /files/<id>`. */
export function storedExportFiles(files: FileStore): ExportFiles {
  return { create: (createdBy, name, options) => files.createResult(createdBy, name, options) };
}
