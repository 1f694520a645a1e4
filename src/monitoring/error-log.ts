import { sqlState } from "../database/errors/errors.js";

/** An error in the log. It contains no value of a row or an input. */
export interface ErrorDescription {
  readonly name: string;
  readonly code?: unknown;
  /** The error code of PostgreSQL, for example 23514 for a violated check constraint. */
  readonly sqlState?: string;
  readonly message?: string;
  /** The stack trace, innermost call first. */
  readonly stack: readonly string[];
  readonly cause?: ErrorDescription;
}

// Messages of other errors contain values: of the row in Prisma and pg, of the text in JSON.parse, of the value in a scalar.
const namesWithSafeMessages = new Set([
  "Error",
  "TypeError",
  "RangeError",
  "ReferenceError",
  "StatementError",
  "MailDeferred",
]);

/** Returns the name, code and stack trace of an error, and its message if the message cannot contain values. */
export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { name: typeof error, stack: [] };
  const { name, message, stack = "", cause } = error;
  const code = "code" in error ? error.code : undefined;
  const state = sqlState(error);
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return {
    name,
    ...(code !== undefined && { code }),
    ...(state !== undefined && { sqlState: state }),
    ...(code === undefined && namesWithSafeMessages.has(name) && { message }),
    stack: frames.map((frame) => frame.trim()),
    ...(cause !== undefined && { cause: describeError(cause) }),
  };
}
