import { type Logger, pino } from "pino";
import { LogDestination } from "./log-destination.js";

/** The log of the process, on its standard output: a JSON object per line, or lines for people where that is a terminal. */
export async function createLogger(level: string): Promise<Logger> {
  const { fd, isTTY } = process.stdout;
  return pino({ level }, isTTY ? await createTerminalStream(fd) : new LogDestination(fd));
}

async function createTerminalStream(fd: number) {
  const { default: pretty } = await import("pino-pretty");
  return pretty({ destination: fd, sync: true, translateTime: "SYS:HH:MM:ss", ignore: "pid,hostname,url" });
}
