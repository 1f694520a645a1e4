import type { Logger } from "pino";
import { describeError } from "../errors/error-log.js";

/** Logs the warnings of Node.js and the errors that nobody handles, which Node.js itself would print as they are. */
export function logProcessEvents(logger: Logger): void {
  // The first listener is the one of Node.js.
  process.removeAllListeners("warning").on("warning", (warning) => {
    logger.warn({ warning: describeError(warning) }, warning.message);
  });
  process.on("uncaughtException", (error) => {
    logger.fatal({ error: describeError(error) }, "An error was not handled. The process ends.");
    process.exit(1);
  });
}
