import { format } from "node:util";
import type { Logger } from "pino";
import { describeError } from "./error-log.js";

/**
 * Logs the warnings of Node.js, unhandled errors, and the output of libraries to the console. All lines of the log are JSON
 * then.
 */
export function logProcessEvents(logger: Logger): void {
  // Node.js has another listener, which prints warnings to the console.
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
