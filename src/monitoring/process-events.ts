import { format } from "node:util";
import type { Logger } from "pino";
import { describeError } from "./error-log.js";

/**
 * Logs what would be printed as it is otherwise: the warnings of Node.js, the errors that nobody handles, and what libraries
 * write to the console.
 */
export function logProcessEvents(logger: Logger): void {
  // The first listener is the one of Node.js.
  process.removeAllListeners("warning").on("warning", (warning) => {
    logger.warn({ warning: describeError(warning) }, warning.message);
  });
  process.on("uncaughtException", (error) => {
    logger.fatal({ error: describeError(error) }, "An error was not handled. The process ends.");
    process.exit(1);
  });
  for (const [method, level] of consoleMethods) {
    console[method] = (...values: unknown[]) => logger[level](format(...values));
  }
}

const consoleMethods = [
  ["debug", "debug"],
  ["log", "info"],
  ["info", "info"],
  ["warn", "warn"],
  ["error", "error"],
] as const;
