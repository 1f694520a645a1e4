import { type Logger, pino } from "pino";
import { LogDestination } from "./log-destination.js";

/** The log of the process: a JSON object per line, on its standard output. */
export function createLogger(level: string): Logger {
  return pino({ level }, new LogDestination(process.stdout.fd));
}
