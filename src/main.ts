import "./startup/garbage-collection.js";
import "reflect-metadata";
import type { Logger } from "pino";
import { type Environment, readProcessEnvironment } from "./env.js";
import { createLogger } from "./monitoring/logger.js";
import { logProcessEvents } from "./monitoring/process-events.js";
import type { StartedServer } from "./startup/start.js";
import { logStartFailure } from "./startup/start-failure.js";
import { logStartupMessages } from "./startup/startup-messages.js";

const initialParent = process.ppid;
const parentCheckIntervalMs = 500;

/** The first signal finishes the requests in flight, then closes everything. The second signal ends the process at once. */
function stopOnSignal({ app, database }: StartedServer, isRunByNpm: boolean, logger: Logger): void {
  const stop = async (signal: NodeJS.Signals) => {
    logger.info(`${signal}: finishing the requests in flight.`);
    for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => process.exit(1));
    await app.close();
    await database.close();
    logger.info("Stopped.");
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
  if (isRunByNpm) {
    // A signal that ends npm also ends its shell, but is not sent to this process. Only the parent process changes.
    const parentCheck = setInterval(() => {
      if (process.ppid === initialParent) return;
      clearInterval(parentCheck);
      process.kill(process.pid, "SIGTERM");
    }, parentCheckIntervalMs).unref();
  }
}

// The logger is created before most of the code is loaded, so that errors during loading are logged too.
const logger = await createLogger("info");
logProcessEvents(logger);
let environment: Environment | undefined;
try {
  environment = readProcessEnvironment();
  logger.level = environment.logLevel;
  const { startServer } = await import("./startup/start.js");
  const server = await startServer(environment, logger);
  stopOnSignal(server, environment.isRunByNpm, logger);
  await logStartupMessages(logger, server, environment);
} catch (error) {
  if (!(error instanceof Error)) throw error;
  logStartFailure(logger, error, environment);
  // Timers of the embedded database may still be active and would keep the process running.
  process.exit(1);
}
