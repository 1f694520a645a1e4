import "reflect-metadata";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { saveRootKey } from "./api-key/root-key.js";
import { embeddedAdminApiKey, embeddedJwtSecret } from "./auth/embedded-secrets.js";
import { createIdentityProvider } from "./auth/identity-provider.js";
import { createTokens, type Tokens } from "./auth/tokens.js";
import { type Database, openDatabase } from "./database/database.js";
import { migrate } from "./database/migrate.js";
import { loadFirstDemoData } from "./demo-data/first-start.js";
import { type Environment, readProcessEnvironment } from "./env.js";
import { describeError } from "./errors/error-log.js";
import { greet } from "./greeting.js";
import { cannotListen, checkAddresses, type ListenAddress } from "./listen-address.js";
import { createLogger } from "./monitoring/logger.js";
import { type MetricsAddress, serveMetrics } from "./monitoring/metrics-server.js";
import { createMonitoring, type Monitoring } from "./monitoring/monitoring.js";
import { logProcessEvents } from "./monitoring/process-events.js";
import { createServer, graphqlPath } from "./server.js";
import { logStartFailure } from "./start-failure.js";
import { createFirstUser } from "./user/first-user.js";

const parentAtStart = process.ppid;

async function start(environment: Environment, logger: Logger): Promise<void> {
  for (const { name, setting } of environment.misspelt) {
    logger.warn(`${name} is set, which is no setting of this server. Is ${setting} meant?`);
  }
  await checkAddresses(addressesOf(environment));
  const say = (message: string) => logger.info(message);
  const monitoring = await createMonitoring(environment, logger);
  const database = await openDatabase({
    databaseUrl: environment.databaseUrl,
    replicaUrls: environment.replicaUrls,
    dataDir: environment.dataDir,
    poolSize: environment.databasePoolSize,
    reservedConnections: environment.reservedConnections,
    connectionLimits: environment.connectionLimits,
    timeLimitMs: environment.requestTimeoutMs,
    onProgress: say,
    onWarning: (message, error) => logger.warn({ error: describeError(error) }, message),
  });
  const pools = new Set([database.pool, database.reserved.pool, ...(database.replicas?.pools ?? [])]);
  for (const pool of pools) monitoring.tracing?.watch(pool);
  try {
    await migrate(database.pool, { onProgress: say });
    if (environment.demoData) await loadFirstDemoData(database.pool, say);
    const adminApiKey = await adminApiKeyOf(environment, database);
    await saveRootKey(database.prisma, adminApiKey);
    await createConfiguredUser(environment, database, say);
    const app = await createServer({
      database,
      tokens: await tokensOf(environment, database),
      identityProvider: environment.identityProvider && createIdentityProvider(environment.identityProvider),
      trustedProxies: environment.trustedProxies,
      limits: environment.limits,
      rateLimit: environment.rateLimit,
      maxReceiveMs: environment.maxReceiveMs,
      introspection: environment.introspection,
      playground: environment.playground,
      timeLimitMs: environment.requestTimeoutMs,
      load: environment.load,
      logger,
      ...monitoring,
    });
    await offerMetrics(app, environment, monitoring, say);
    app.server.maxConnections = environment.maxConnections;
    const { host, port } = environment;
    const address = await app.listen({ host, port }).catch(cannotListen(apiAddress(environment)));
    stopOnSignal(app, database, environment.isRunByNpm, say);
    greet(logger, `${address}${graphqlPath}`, environment, adminApiKey);
  } catch (error) {
    await database.close();
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

type Say = (message: string) => void;

async function offerMetrics(
  app: FastifyInstance,
  environment: Environment,
  { metrics }: Monitoring,
  say: Say,
): Promise<void> {
  if (metrics === undefined || environment.metrics === undefined) return;
  const { url, close } = await serveMetrics(metrics, environment.metrics).catch(
    cannotListen(metricsAddress(environment.metrics)),
  );
  app.addHook("onClose", close);
  say(`Metrics at ${url}`);
}

async function adminApiKeyOf({ adminApiKey, dataDir }: Environment, database: Database): Promise<string | undefined> {
  if (adminApiKey !== undefined || database.kind === "server") return adminApiKey;
  return embeddedAdminApiKey(dataDir);
}

async function tokensOf({ jwtSecrets, dataDir }: Environment, database: Database): Promise<Tokens | undefined> {
  if (jwtSecrets !== undefined) return createTokens(jwtSecrets);
  return database.kind === "server" ? undefined : createTokens([await embeddedJwtSecret(dataDir)]);
}

async function createConfiguredUser({ firstUser }: Environment, database: Database, say: Say): Promise<void> {
  if (firstUser === undefined) return;
  const isNew = await createFirstUser(database.prisma, firstUser);
  say(
    isNew
      ? "Created the first user, ADMIN_EMAIL."
      : "There are or were users already: ADMIN_EMAIL and ADMIN_PASSWORD are not used.",
  );
}

const lookForParentEveryMs = 500;

/** The first signal finishes the requests in flight, then closes everything; a second one ends the process at once. */
function stopOnSignal(app: FastifyInstance, database: Database, isRunByNpm: boolean, say: Say): void {
  const stop = async (signal: NodeJS.Signals) => {
    say(`${signal}: finishing the requests in flight.`);
    for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => process.exit(1));
    await app.close();
    await database.close();
    say("Stopped.");
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
  if (isRunByNpm) {
    // A signal that ends npm ends its shell and never gets here; all that shows is another parent.
    const lookForParent = setInterval(() => {
      if (process.ppid === parentAtStart) return;
      clearInterval(lookForParent);
      process.kill(process.pid, "SIGTERM");
    }, lookForParentEveryMs).unref();
  }
}

const logger = await createLogger("info");
logProcessEvents(logger);
let environment: Environment | undefined;
try {
  environment = readProcessEnvironment();
  logger.level = environment.logLevel;
  await start(environment, logger);
} catch (error) {
  if (!(error instanceof Error)) throw error;
  logStartFailure(logger, error, environment);
  process.exitCode = 1;
}
