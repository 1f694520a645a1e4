import type { UserErrorCode } from "../graphql/errors/user-error.type.js";

/** The most characters of a row. A longer row is an error of that row. */
export const maxRowCharacters = 1_048_576;

/** A place between two rows of a file, where reading can continue. */
export interface FilePosition {
  readonly bytes: number;
  /** The line that begins here. The first line is 1. */
  readonly line: number;
}

/** The reason why a row cannot be read. Other rows can. */
export interface RowProblem {
  readonly code: UserErrorCode;
  /** The requirement. It never contains a value of the file. */
  readonly message: string;
  readonly column?: string;
}

/** A row of a file: its value, or the reason why it has none. */
export interface FileRow<Value> {
  /** The first line of the row. */
  readonly line: number;
  /** The end of the row. */
  readonly end: FilePosition;
  readonly value: Value | null;
  readonly problem: RowProblem | null;
}

/** A file that is read from a position in bytes to its end. */
export interface FileSource {
  read(start: number): AsyncIterable<Buffer>;
}

/** The file cannot be read any further. The message is for the user: it names the line and what is required. */
export class FileFormatError extends Error {
  override name = "FileFormatError";
}
