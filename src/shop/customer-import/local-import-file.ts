import type { FileHandle } from "node:fs/promises";
import { readChunks } from "./file-chunks.js";
import type { ImportFiles } from "./import-file.js";

/** A file of this machine, as the only file of an import. Erasures do not check it, because the server does not keep it. */
export function localImportFile(handle: FileHandle): ImportFiles {
  return {
    open: async () => ({
      read: (start) => readChunks(handle, start),
      lock: async () => {},
      // The command that has opened the file closes it.
      close: async () => {},
    }),
  };
}
