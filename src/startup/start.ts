import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { saveRootKey } from "../access/api-key/root-key.js";
import { embeddedAdminApiKey, embeddedJwtSecret } from "../access/auth/embedded-secrets.js";
import { createIdentityProvider } from "../access/auth/identity-provider.js";
import { createTokens } from "../access/auth/tokens.js";
import { createFirstUser } from "../access/user/first-user.js";
import { type Database, openDatabase } from "../database/database.js";
import { migrate } from "../database/migrations/migrate.js";
import { demoStaffId } from "../demo-data/demo-accounts.js";
import type { Environment } from "../env.js";
import { requestErrorCodes } from "../graphql/errors/request-errors.js";
import { describeError } from "../monitoring/error-log.js";
import { type MetricsAddress, serveMetrics } from "../monitoring/metrics-server.js";
import { createMonitoring, type Monitoring } from "../monitoring/monitoring.js";
import { createServer, graphqlPath, type ServerOptions } from "../server.js";
import { type DemoAccess, prepareDemoAccess } from "./demo-access.js";
import { configuredFiles } from "./files.js";
import { cannotListen, checkAddresses, type ListenAddress } from "./listen-address.js";
import { configuredMail } from "./mail.js";
import { readTrustedDocuments } from "./trusted-documents.js";

/** A running server. */
export interface StartedServer {
  readonly app: FastifyInstance;
  readonly database: Database;
  /** The URL of the GraphQL endpoint. */
  readonly url: string;
  /** The root key, if there is one. */
  readonly adminApiKey: string | undefined;
  /** The demo accounts, if the server has any. */
  readonly demoAccess: DemoAccess | undefined;
}

type LogMessage = (message: string) => void;

/**
 * Starts the server with these settings: opens and migrates the database, and listens.
 * @throws when the server cannot start. Everything is closed then.
 */
export async function startServer(environment: Environment, logger: Logger): Promise<StartedServer> {
  for (const { name, setting } of environment.misspelt) {
    logger.warn(`${name} is not a setting of this server. Did you mean ${setting}?`);
  }
  await checkAddresses(addressesOf(environment));
  const trustedDocuments = await readTrustedDocuments(environment);
  const monitoring = await createMonitoring(environment, Object.keys(requestErrorCodes), logger);
  const database = await openConfiguredDatabase(environment, logger);
  try {
    const pools = new Set([database.pool, database.reserved.pool, ...(database.replicas?.pools ?? [])]);
    for (const pool of pools) monitoring.tracing?.watch(pool);
    return await serve(database, { ...monitoring, trustedDocuments }, environment, logger);
  } catch (error) {
    await database.close();
    throw error;
  }
}

function openConfiguredDatabase(environment: Environment, logger: Logger): Promise<Database> {
  return openDatabase({
    databaseUrl: environment.databaseUrl,
    replicaUrls: environment.replicaUrls,
    dataDir: environment.dataDir,
    poolSize: environment.databasePoolSize,
    reservedConnections: environment.reservedConnections,
    connectionLimits: environment.connectionLimits,
    timeLimitMs: environment.requestTimeoutMs,
    onProgress: (message) => logger.info(message),
    onWarning: (message, error) => logger.warn({ error: describeError(error) }, message),
  });
}

async function serve(
  database: Database,
  parts: Monitoring & Pick<ServerOptions, "trustedDocuments">,
  environment: Environment,
  logger: Logger,
): Promise<StartedServer> {
  const logInfo = (message: string) => logger.info(message);
  await migrate(database.pool, { onProgress: logInfo });
  const demoAccess = await prepareDemoAccess(environment, database, logInfo);
  const adminApiKey = await adminApiKeyOf(environment, database);
  await saveRootKey(database.prisma, adminApiKey);
  await createConfiguredUser(environment, database, logInfo);
  const secrets = await jwtSecretsOf(environment, database);
  const app = await createServer({
    database,
    tokens: secrets && createTokens(secrets),
    mail: await configuredMail(environment, secrets),
    jobs: environment.runsJobs ? {} : undefined,
    files: await configuredFiles(environment, database, logger),
    identityProvider: environment.identityProvider && createIdentityProvider(environment.identityProvider),
    selfRegistration: environment.selfRegistration,
    trustedProxies: environment.trustedProxies,
    corsOrigins: environment.corsOrigins,
    limits: environment.limits,
    rateLimit: environment.rateLimit,
    maxReceiveMs: environment.maxReceiveMs,
    introspection: environment.introspection,
    federation: environment.federation,
    playground: environment.playground,
    adminApp: environment.adminApp,
    // Behind a proxy, all requests come from the machine of the proxy. In production, the playground is off.
    demoAccounts: environment.playground && environment.trustedProxies === 0 ? demoAccess?.find : undefined,
    timeLimitMs: environment.requestTimeoutMs,
    load: environment.load,
    logger,
    ...parts,
  });
  app.server.maxConnections = environment.maxConnections;
  try {
    await serveConfiguredMetrics(app, environment, parts, logInfo);
    const { host, port } = environment;
    const address = await app.listen({ host, port }).catch(cannotListen(apiAddress(environment)));
    return { app, database, url: `${address}${graphqlPath}`, adminApiKey, demoAccess };
  } catch (error) {
    await app.close();
    throw error;
  }
}

function apiAddress({ host, port }: Environment): ListenAddress {
  return { host, port, settings: ["HOST", "PORT"] };
}

function addressesOf(environment: Environment): ListenAddress[] {
  const { metrics } = environment;
  const api = apiAddress(environment);
  return metrics === undefined ? [api] : [api, metricsAddress(metrics)];
}

function metricsAddress({ host, port }: MetricsAddress): ListenAddress {
  return { host, port, settings: ["METRICS_HOST", "METRICS_PORT"] };
}

async function serveConfiguredMetrics(
  app: FastifyInstance,
  environment: Environment,
  { metrics }: Monitoring,
  logInfo: LogMessage,
): Promise<void> {
  if (metrics === undefined || environment.metrics === undefined) return;
  const { url, close } = await serveMetrics(metrics, environment.metrics).catch(
    cannotListen(metricsAddress(environment.metrics)),
  );
  app.addHook("onClose", close);
  logInfo(`Metrics at ${url}`);
}

async function adminApiKeyOf({ adminApiKey, dataDir }: Environment, database: Database): Promise<string | undefined> {
  if (adminApiKey !== undefined || database.kind === "server") return adminApiKey;
  return embeddedAdminApiKey(dataDir);
}

async function jwtSecretsOf(
  { jwtSecrets, dataDir }: Environment,
  database: Database,
): Promise<readonly [string, ...string[]] | undefined> {
  if (jwtSecrets !== undefined || database.kind === "server") return jwtSecrets;
  return [await embeddedJwtSecret(dataDir)];
}

async function createConfiguredUser(
  { firstUser }: Environment,
  database: Database,
  logInfo: LogMessage,
): Promise<void> {
  if (firstUser === undefined) return;
  const isNew = await createFirstUser(database.prisma, firstUser, demoStaffId);
  logInfo(
    isNew
      ? "Created the first user, ADMIN_EMAIL."
      : "ADMIN_EMAIL and ADMIN_PASSWORD are ignored, because there are or were users already.",
  );
}
