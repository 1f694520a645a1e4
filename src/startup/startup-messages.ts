import type { Logger } from "pino";
import type { Environment } from "../env.js";
import type { DemoAccess } from "./demo-access.js";
import { mailFolder } from "./mail.js";
import type { StartedServer } from "./start.js";

const recommendedKeyLength = 32;

/** Logs the addresses of the API, the admin app and the playground, the demo accounts, and warnings about missing settings. */
export async function logStartupMessages(
  logger: Logger,
  { url, adminApiKey, demoAccess }: StartedServer,
  environment: Environment,
): Promise<void> {
  logger.info({ url }, `GraphQL at ${url}`);
  for (const warning of warningsOf(environment, adminApiKey)) logger.warn(warning);
  const { databaseUrl, dataDir, mail } = environment;
  if (mail.smtp === undefined && databaseUrl === undefined) {
    logger.info(`Mails: stored as files in ${mailFolder(dataDir)}. Set SMTP_URL to send them.`);
  }
  if (demoAccess) await logDemoAccess(logger, demoAccess, environment);
  // A key that the operator chose stays out of the log, and in production the generated one, too.
  const isGeneratedKey = environment.databaseUrl === undefined && environment.adminApiKey === undefined;
  const key = isGeneratedKey && environment.playground ? adminApiKey : undefined;
  if (environment.adminApp) logAdminApp(logger, url, key);
  if (!environment.playground) logger.info("Playground: off. Set PLAYGROUND=true to turn it on.");
  else if (key !== undefined) logPlayground(logger, `${url}#key=${key}`);
  else logger.info({ url }, "Playground: open this address in a browser, and log in or enter a key.");
}

/** Logs the passwords of new demo accounts, unless the playground is off, as in production. Later starts log their file only. */
async function logDemoAccess(logger: Logger, { isNew, file, find }: DemoAccess, { playground }: Environment) {
  const { staff, customer } = await find();
  if (!staff && !customer) return;
  if (isNew && playground) {
    if (staff) logger.info(`Demo staff: log in as ${staff.email} with the password ${staff.password}`);
    if (customer) logger.info(`Demo customer: log in as ${customer.email} with the password ${customer.password}`);
  }
  logger.info(`The passwords of the demo accounts are in ${file}`);
}

/** A link with the key opens the app signed in. */
function logAdminApp(logger: Logger, endpoint: string, key: string | undefined): void {
  const url = new URL("/", endpoint).href;
  if (key === undefined) logger.info({ url }, `Admin app: ${url}`);
  else logger.info({ url: `${url}#key=${key}` }, `Admin app, signed in with the root key: ${url}#key=${key}`);
}

function logPlayground(logger: Logger, url: string): void {
  logger.info({ url }, `Playground with the root key: ${url}`);
}

function* warningsOf(environment: Environment, adminApiKey: string | undefined): Iterable<string> {
  const { databaseUrl, jwtSecrets, mail, files } = environment;
  if (adminApiKey !== undefined && adminApiKey.length < recommendedKeyLength) {
    yield `ADMIN_API_KEY should have ${recommendedKeyLength} characters or more: it has all scopes and must not be guessed.`;
  }
  if (databaseUrl !== undefined && jwtSecrets === undefined) {
    yield "JWT_SECRET is not set: logins with a password are disabled.";
  }
  if (databaseUrl !== undefined && mail.smtp === undefined) {
    yield "SMTP_URL is not set: operations that send mails are unavailable.";
  }
  if (files.folder === undefined) {
    yield "FILES_DIR is not set: imports and exports of files are unavailable.";
  }
  if (mail.smtp?.requiresTls === false && !mail.smtp.isOnThisMachine) {
    yield "SMTP_URL has requireTLS=false: others on the network may read the links in mails.";
  }
  if (adminApiKey === undefined) yield "ADMIN_API_KEY is not set: there is no root key.";
}
