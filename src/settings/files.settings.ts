import path from "node:path";
import * as z from "zod";
import { integer } from "./forms.js";

export interface FileSettings {
  readonly files: {
    /** The folder of the files. If undefined, the server stores no files. */
    readonly folder?: string | undefined;
    /** The maximum size of a file that a client sends. */
    readonly maxBytes: number;
    /** The number of days that files are kept. */
    readonly days: number;
  };
}

export const fileVariables = z.object({
  FILES_DIR: z.string().optional(),
  MAX_FILE_BYTES: integer(1, 2 ** 40).default(2 ** 30),
  FILE_DAYS: integer(1, 365).default(7),
});

type Values = z.infer<typeof fileVariables>;
interface DatabaseValues {
  readonly DATABASE_URL?: string | undefined;
  readonly DATA_DIR: string;
}

/**
 * The embedded database has one process, so its files are beside it. With a database server there can be several instances, and all
 * of them need the same folder. So the operator chooses it.
 */
export function fileSettings(values: Values & DatabaseValues): FileSettings {
  const besideDatabase = values.DATABASE_URL === undefined ? path.join(values.DATA_DIR, "files") : undefined;
  return {
    files: {
      folder: values.FILES_DIR ?? besideDatabase,
      maxBytes: values.MAX_FILE_BYTES,
      days: values.FILE_DAYS,
    },
  };
}
