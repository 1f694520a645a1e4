import { type DestinationStream, type Logger, pino } from "pino";
import { LogDestination } from "./log-destination.js";

/** The log of the process, on its standard output: a JSON object per line, or lines for people where that is a terminal. */
export async function createLogger(level: string): Promise<Logger> {
  const { fd, isTTY } = process.stdout;
  const destination = new LogDestination(fd);
  return pino({ level }, isTTY ? await forPeople(destination) : destination);
}

/** pino-pretty's own stream would lose the last lines when the process ends, and end it when the terminal is closed. */
async function forPeople(destination: DestinationStream): Promise<DestinationStream> {
  const { prettyFactory } = await import("pino-pretty");
  const format = prettyFactory({ translateTime: "SYS:HH:MM:ss", ignore: "pid,hostname,url" });
  return { write: (line) => destination.write(format(line)) };
}
