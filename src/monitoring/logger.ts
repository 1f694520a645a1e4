import { type Logger, pino } from "pino";

/** Lines wait for others up to this many bytes, or a moment: writing each by itself costs more than making it. */
const bytesPerWrite = 4_096;
const longestWaitMs = 500;
/** When whoever reads the log stops reading, lines are dropped from here on: the server goes on, and its memory ends. */
const maxWaitingBytes = 8_388_608;

/** The log of the process, a JSON object per line, on its standard output. What is left is written when the process ends. */
export function createLogger(level: string): Logger {
  const destination = pino.destination({
    sync: false,
    minLength: bytesPerWrite,
    periodicFlush: longestWaitMs,
    maxLength: maxWaitingBytes,
  });
  return pino({ level }, destination);
}
