import { type DestinationStream, type Logger, pino } from "pino";
import { LogDestination } from "./log-destination.js";

/** Creates the log on standard output. Each line is a JSON object. On a terminal, lines are formatted for people. */
export async function createLogger(level: string): Promise<Logger> {
  const { fd, isTTY } = process.stdout;
  const destination = new LogDestination(fd);
  return pino({ level }, isTTY ? await prettyDestination(destination) : destination);
}

/**
 * Formats lines for people. The stream of pino-pretty is not used: it loses the last lines when the process ends, and ends the
 * process when the terminal is closed.
 */
async function prettyDestination(destination: DestinationStream): Promise<DestinationStream> {
  const { prettyFactory } = await import("pino-pretty");
  const format = prettyFactory({ translateTime: "SYS:HH:MM:ss", ignore: "pid,hostname,url" });
  return { write: (line) => destination.write(format(line)) };
}
