import { type DestinationStream, type Logger, pino } from "pino";
import sonicBoom from "sonic-boom";

/** Lines are written together, from so many bytes on: writing each line by itself costs several times as much as making it. */
const minBytesPerWrite = 32_768;
const maxBytesPerWrite = 65_536;
/** Fewer bytes are written after this time. */
const longestWaitMs = 200;
/** If the reader of the log is too slow, further lines are dropped from here on: the server runs on, and its memory is bounded. */
const maxWaitingBytes = 8_388_608;
const retryAfterMs = 10;

/** The log of the process, on its standard output: a JSON object per line, or lines for people where that is a terminal. */
export async function createLogger(level: string): Promise<Logger> {
  const { fd, isTTY } = process.stdout;
  const destination = createDestination(fd);
  return pino({ level }, isTTY ? await forPeople(destination) : destination);
}

/** Writes in the background. The last lines are written when the process ends, unless the reader is gone or too slow. */
function createDestination(fd: number): sonicBoom.SonicBoom {
  const destination = new sonicBoom.SonicBoom({
    fd,
    minLength: minBytesPerWrite,
    maxWrite: maxBytesPerWrite,
    periodicFlush: longestWaitMs,
    maxLength: maxWaitingBytes,
    // The library's own retry would keep the process alive as long as the reader does not read.
    retryEAGAIN: () => false,
  });
  // A pipe that is full, or an error that nothing can report: the bytes stay in the buffer.
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

/** pino-pretty's own stream would lose the last lines when the process ends, and end it when the terminal is closed. */
async function forPeople(destination: sonicBoom.SonicBoom): Promise<DestinationStream> {
  const { prettyFactory } = await import("pino-pretty");
  const format = prettyFactory({ translateTime: "SYS:HH:MM:ss", ignore: "pid,hostname,url" });
  return { write: (line) => destination.write(format(line)) };
}
