import path from "node:path";
import type { Logger } from "pino";
import { isDatabaseUnavailable, sqlState } from "../database/errors/errors.js";
import { targetOf } from "../database/errors/start-error.js";
import { type Environment, EnvironmentError } from "../env.js";
import { describeError } from "../monitoring/error-log.js";

/** Logs why the server does not start, whatever the level of the log; with a stack only where the program itself is wrong. */
export function logStartFailure(logger: Logger, error: Error, environment: Environment | undefined): void {
  if (!logger.isLevelEnabled("fatal")) logger.level = "fatal";
  const message = messageOf(error, environment);
  if (message !== undefined) logger.fatal(message);
  else logger.fatal({ error: describeError(error) }, `The server does not start: ${error.message}`);
}

function messageOf(error: Error, environment: Environment | undefined): string | undefined {
  if (isDiskFull(error)) return `The disk is full ${diskOf(environment)}. Make room there, then start again.`;
  if (isDatabaseUnavailable(error)) {
    return `${databaseOf(environment)} cannot be reached or does not let us in (${"code" in error ? error.code : error.name}).`;
  }
  return error instanceof EnvironmentError || error.constructor === Error ? error.message : undefined;
}

function databaseOf(environment: Environment | undefined): string {
  if (environment?.databaseUrl === undefined) return "The database";
  const { address, database } = targetOf(environment.databaseUrl);
  return `The database ${database} of PostgreSQL at ${address}`;
}

function diskOf(environment: Environment | undefined): string {
  if (environment?.databaseUrl !== undefined) return "on the PostgreSQL server of DATABASE_URL";
  return `where DATA_DIR is, ${path.resolve(environment?.dataDir ?? "")}`;
}

const diskFull = "53100";

/** Whether it comes from the file system, from a PostgreSQL server, or from the embedded one, which tells it in its log. */
function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isItself =
    ("code" in error && error.code === "ENOSPC") ||
    sqlState(error) === diskFull ||
    /No space left on device|ENOSPC/.test(error.message);
  return isItself || isDiskFull(error.cause);
}
