import path from "node:path";
import type { Logger } from "pino";
import { isDatabaseUnavailable, sqlState } from "../database/errors/errors.js";
import { targetOf } from "../database/errors/start-error.js";
import { type Environment, EnvironmentError } from "../env.js";
import { describeError } from "../monitoring/error-log.js";

/** Logs the reason why the server does not start, at any log level. Logs a stack only for faults of the program itself. */
export function logStartFailure(logger: Logger, error: Error, environment: Environment | undefined): void {
  if (!logger.isLevelEnabled("fatal")) logger.level = "fatal";
  const message = messageOf(error, environment);
  if (message !== undefined) logger.fatal(message);
  else logger.fatal({ error: describeError(error) }, `The server does not start: ${error.message}`);
}

function messageOf(error: Error, environment: Environment | undefined): string | undefined {
  if (isDiskFull(error)) return `The disk is full ${diskOf(environment)}. Free some space, then start again.`;
  if (isDatabaseUnavailable(error)) {
    return `${databaseOf(environment)} cannot be reached or refuses the connection (${"code" in error ? error.code : error.name}).`;
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

/** True if the disk is full: of the file system, of a PostgreSQL server, or of the embedded database (in its log). */
function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isItself =
    ("code" in error && error.code === "ENOSPC") ||
    sqlState(error) === diskFull ||
    /No space left on device|ENOSPC/.test(error.message);
  return isItself || isDiskFull(error.cause);
}
