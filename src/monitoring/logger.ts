import { type DestinationStream, type Logger, pino } from "pino";
import sonicBoom from "sonic-boom";

/** Lines are collected up to this size, because writing a line takes several times as long as formatting it. */
const minBytesPerWrite = 32_768;
const maxBytesPerWrite = 65_536;
/** After this time the collected lines are written, even if they are smaller. */
const flushIntervalMs = 200;
/** Lines beyond this size are dropped if the reader of the log is too slow. This limits memory, and the server keeps running. */
const maxBufferedBytes = 8_388_608;
const retryAfterMs = 10;

/** Creates the log on standard output. Each line is a JSON object. On a terminal, lines are formatted for people. */
export async function createLogger(level: string): Promise<Logger> {
  const { fd, isTTY } = process.stdout;
  const destination = createDestination(fd);
  return pino({ level }, isTTY ? await prettyDestination(destination) : destination);
}

/** Writes in the background. The last lines are written when the process ends, unless the reader is gone or too slow. */
function createDestination(fd: number): sonicBoom.SonicBoom {
  const destination = new sonicBoom.SonicBoom({
    fd,
    minLength: minBytesPerWrite,
    maxWrite: maxBytesPerWrite,
    periodicFlush: flushIntervalMs,
    maxLength: maxBufferedBytes,
    // The retry of the library would keep the process running while the reader does not read.
    retryEAGAIN: () => false,
  });
  // The pipe is full, or writing failed. The bytes stay in the buffer and are written later.
  destination.on("error", () => void setTimeout(() => destination.flush(), retryAfterMs).unref());
  process.once("exit", () => {
    try {
      destination.flushSync();
    } catch {
      // The reader is gone or too slow. The process ends without the last lines.
    }
  });
  return destination;
}

/**
 * Formats lines for people. The stream of pino-pretty is not used: it loses the last lines when the process ends, and ends the
 * process when the terminal is closed.
 */
async function prettyDestination(destination: sonicBoom.SonicBoom): Promise<DestinationStream> {
  const { prettyFactory } = await import("pino-pretty");
  const format = prettyFactory({ translateTime: "SYS:HH:MM:ss", ignore: "pid,hostname,url" });
  return { write: (line) => destination.write(format(line)) };
}
