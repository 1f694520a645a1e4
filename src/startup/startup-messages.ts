import type { Logger } from "pino";
import type { Environment } from "../env.js";

const recommendedKeyLength = 32;

/** Logs the addresses of the API and the playground, and warnings about missing settings. */
export function logStartupMessages(
  logger: Logger,
  url: string,
  environment: Environment,
  adminApiKey: string | undefined,
): void {
  logger.info({ url }, `GraphQL at ${url}`);
  for (const warning of warningsOf(environment, adminApiKey)) logger.warn(warning);
  const isGeneratedKey = environment.databaseUrl === undefined && environment.adminApiKey === undefined;
  if (!environment.playground) logger.info("Playground: off. Set PLAYGROUND=true to turn it on.");
  // A key that the operator chose stays out of the log.
  else if (isGeneratedKey) logPlayground(logger, `${url}#key=${adminApiKey}`);
  else logger.info({ url }, "Playground: open this address in a browser, and log in or enter a key.");
}

function logPlayground(logger: Logger, url: string): void {
  logger.info({ url }, `Playground with the root key: ${url}`);
}

function* warningsOf(environment: Environment, adminApiKey: string | undefined): Iterable<string> {
  const { databaseUrl, jwtSecrets } = environment;
  if (adminApiKey !== undefined && adminApiKey.length < recommendedKeyLength) {
    yield `ADMIN_API_KEY should have ${recommendedKeyLength} characters or more: it has all scopes and must not be guessed.`;
  }
  if (databaseUrl !== undefined && jwtSecrets === undefined) {
    yield "JWT_SECRET is not set: logins with a password are disabled.";
  }
  if (adminApiKey === undefined) yield "ADMIN_API_KEY is not set: there is no root key.";
}
