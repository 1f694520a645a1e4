import type { Logger } from "pino";
import type { Environment } from "../env.js";

const recommendedKeyLength = 32;

/** Logs where the API is and how to get in, and what is missing for that. */
export function logStartupMessages(
  logger: Logger,
  url: string,
  environment: Environment,
  adminApiKey: string | undefined,
): void {
  logger.info({ url }, `GraphQL at ${url}`);
  for (const warning of warningsOf(environment, adminApiKey)) logger.warn(warning);
  const isGeneratedKey = environment.databaseUrl === undefined && environment.adminApiKey === undefined;
  if (!environment.playground) logger.info("Playground: off, until PLAYGROUND=true is set.");
  // A key that the operator chose stays out of the log.
  else if (isGeneratedKey) logPlayground(logger, `${url}#key=${adminApiKey}`);
  else logger.info({ url }, "Playground: open that address in a browser, and log in or use a key.");
}

function logPlayground(logger: Logger, url: string): void {
  logger.info({ url }, `Playground with the root key: ${url}`);
}

function* warningsOf(environment: Environment, adminApiKey: string | undefined): Iterable<string> {
  const { databaseUrl, jwtSecrets } = environment;
  if (adminApiKey !== undefined && adminApiKey.length < recommendedKeyLength) {
    yield `ADMIN_API_KEY has fewer than ${recommendedKeyLength} characters: whoever guesses it can do everything.`;
  }
  if (databaseUrl !== undefined && jwtSecrets === undefined) {
    yield "No JWT_SECRET is set: nobody can log in with a password.";
  }
  if (adminApiKey === undefined) yield "No ADMIN_API_KEY is set: there is no root key.";
}
