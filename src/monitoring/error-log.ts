import { sqlState } from "../database/errors/errors.js";

/** What the log holds of an error; never a value of a row or an input. */
export interface ErrorDescription {
  readonly name: string;
  readonly code?: unknown;
  /** The database's own code for what went wrong, such as 23514 for a broken check. */
  readonly sqlState?: string;
  readonly message?: string;
  /** Where it happened, the innermost call first. */
  readonly stack: readonly string[];
  readonly cause?: ErrorDescription;
}

// The messages of all others repeat values: those of Prisma and pg the row, of JSON.parse its text, of a scalar its value.
const namesWithSafeMessages = new Set(["Error", "TypeError", "RangeError", "ReferenceError", "StatementError"]);

/** What the log may hold of an error: its name, its code, where it happened, and its message where that is safe. */
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
