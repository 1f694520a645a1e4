import { isDatabaseUnavailable } from "../../database/errors/errors.js";
import { serviceUnavailable } from "../../graphql/errors/request-errors.js";

/** Why a file cannot be read. */
export type FileProblem = "UNKNOWN" | "ERASED" | "BEING_CHECKED" | "MISSING";

const problems: Readonly<Record<FileProblem, string>> = {
  UNKNOWN: "The file does not exist. Files are deleted some days after they were stored.",
  ERASED: "The file was deleted, because it held data of a person whose data was erased. Send or create it again.",
  BEING_CHECKED: "The file is being checked for data of a person whose data was erased. Try again in a moment.",
  MISSING: "The file is not in the folder of this server. All instances need the same FILES_DIR.",
};

/** A file that cannot be read. The message can be shown to users. */
export class FileUnavailable extends Error {
  override name = "FileUnavailable";
  readonly problem: FileProblem;

  constructor(problem: FileProblem) {
    super(problems[problem]);
    this.problem = problem;
  }
}

export class FileTooLarge extends Error {
  override name = "FileTooLarge";

  constructor(maxBytes: number) {
    super(`The file must have at most ${maxBytes} bytes.`);
  }
}

/** The error for a server that has no folder for files. */
export function filesAreNotSetUp(): Error {
  return serviceUnavailable("Files cannot be stored: the server has no FILES_DIR.");
}

/** Returns SERVICE_UNAVAILABLE for an error of the disk. Other errors stay as they are. */
export function storageError(error: unknown): unknown {
  if (isDatabaseUnavailable(error) || !(error instanceof Error && "syscall" in error)) return error;
  const isFull = "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
  return serviceUnavailable(isFull ? "The disk of the server is full." : "The server cannot write to its disk.", error);
}
