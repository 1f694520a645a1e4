import "reflect-metadata";
import type { FastifyInstance } from "fastify";
import { saveRootKey } from "./api-key/root-key.js";
import { embeddedAdminApiKey, embeddedJwtSecret } from "./auth/embedded-secrets.js";
import { createIdentityProvider } from "./auth/identity-provider.js";
import { createTokens, type Tokens } from "./auth/tokens.js";
import { type Database, openDatabase } from "./database/database.js";
import { isDatabaseUnavailable } from "./database/errors.js";
import { migrate } from "./database/migrate.js";
import { loadFirstDemoData } from "./demo-data/first-start.js";
import { type Environment, EnvironmentError, readProcessEnvironment } from "./env.js";
import { describeError } from "./errors/error-log.js";
import { createLogger } from "./monitoring/logger.js";
import { serveMetrics } from "./monitoring/metrics-server.js";
import { createMonitoring, type Monitoring } from "./monitoring/monitoring.js";
import { createServer, graphqlPath } from "./server.js";
import { createFirstUser } from "./user/first-user.js";

// What the person at the terminal should see is written as it is; everything else goes to the log.
const say = (line: string) => process.stdout.write(`${line}\n`);

const parentAtStart = process.ppid;

async function start(environment: Environment): Promise<void> {
  const logger = createLogger(environment.logLevel);
  const monitoring = await createMonitoring(environment, logger);
  const database = await openDatabase({
    databaseUrl: environment.databaseUrl,
    replicaUrls: environment.replicaUrls,
    dataDir: environment.dataDir,
    poolSize: environment.databasePoolSize,
    timeLimitMs: environment.requestTimeoutMs,
    onProgress: say,
    onWarning: (message, error) => logger.warn({ error: describeError(error) }, message),
  });
  for (const pool of [database.pool, ...(database.replicas?.pools ?? [])]) monitoring.tracing?.watch(pool);
  try {
    await migrate(database.pool, { onProgress: say });
    if (environment.demoData) await loadFirstDemoData(database.pool, say);
    const adminApiKey = await adminApiKeyOf(environment, database);
    await saveRootKey(database.prisma, adminApiKey);
    await createConfiguredUser(environment, database);
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
    await offerMetrics(app, environment, monitoring);
    app.server.maxConnections = environment.maxConnections;
    const { host, port } = environment;
    const address = await app.listen({ host, port }).catch(cannotListen("HOST", "PORT"));
    stopOnSignal(app, database, environment.isRunByNpm);
    greet(`${address}${graphqlPath}`, environment, adminApiKey);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function offerMetrics(app: FastifyInstance, environment: Environment, { metrics }: Monitoring): Promise<void> {
  if (metrics === undefined || environment.metrics === undefined) return;
  const { url, close } = await serveMetrics(metrics, environment.metrics).catch(
    cannotListen("METRICS_HOST", "METRICS_PORT"),
  );
  app.addHook("onClose", close);
  say(`Metrics at ${url}`);
}

/** An address that is taken or not of this machine is named with its settings: the database has the same errors. */
function cannotListen(host: string, port: string): (error: Error & { code?: string }) => never {
  return (error) => {
    throw new Error(`Cannot listen where ${host} and ${port} say (${error.code ?? error.name}).`, { cause: error });
  };
}

async function adminApiKeyOf({ adminApiKey, dataDir }: Environment, database: Database): Promise<string | undefined> {
  if (adminApiKey !== undefined || database.kind === "server") return adminApiKey;
  return embeddedAdminApiKey(dataDir);
}

async function tokensOf({ jwtSecrets, dataDir }: Environment, database: Database): Promise<Tokens | undefined> {
  if (jwtSecrets !== undefined) return createTokens(jwtSecrets);
  return database.kind === "server" ? undefined : createTokens([await embeddedJwtSecret(dataDir)]);
}

async function createConfiguredUser({ firstUser }: Environment, database: Database): Promise<void> {
  if (firstUser === undefined) return;
  const isNew = await createFirstUser(database.prisma, firstUser);
  say(
    isNew
      ? "Created the first user, ADMIN_EMAIL."
      : "There are or were users already: ADMIN_EMAIL and ADMIN_PASSWORD are not used.",
  );
}

const safeKeyLength = 32;

function greet(url: string, environment: Environment, adminApiKey: string | undefined): void {
  const { databaseUrl, jwtSecrets, identityProvider } = environment;
  const isKeyOurs = environment.adminApiKey === undefined;
  const isEmbedded = databaseUrl === undefined;
  say(`GraphQL at ${url}`);
  if (adminApiKey !== undefined && adminApiKey.length < safeKeyLength) {
    say(`ADMIN_API_KEY has fewer than ${safeKeyLength} characters: whoever guesses it can do everything.`);
  }
  if (!isEmbedded && jwtSecrets === undefined) say("No JWT_SECRET is set: nobody can log in with a password.");
  if (adminApiKey === undefined) say("No ADMIN_API_KEY is set: there is no root key.");
  if (identityProvider !== undefined && identityProvider.audience === undefined) {
    say("No JWT_AUDIENCE is set: tokens that the identity provider made for other programs are accepted, too.");
  }
  if (!environment.playground) say("Playground: off, until PLAYGROUND=true is set.");
  // A key that the operator chose stays out of what is printed.
  else if (isEmbedded && isKeyOurs) say(`Playground with the root key: ${url}#key=${adminApiKey}`);
  else say("Playground: open that address in a browser, and log in or use a key.");
}

const lookForParentEveryMs = 500;

/** The first signal finishes the requests in flight, then closes everything; a second one ends the process at once. */
function stopOnSignal(app: FastifyInstance, database: Database, isRunByNpm: boolean): void {
  const stop = async (signal: NodeJS.Signals) => {
    say(`${signal}: finishing the requests in flight …`);
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

/** What tells the operator most: the stack only where the program itself is wrong. */
function describeFailure(error: Error): string | undefined {
  if (isDatabaseUnavailable(error)) {
    return `The database cannot be reached or does not let us in (${"code" in error ? error.code : error.name}).`;
  }
  return error instanceof EnvironmentError || error.constructor === Error ? error.message : error.stack;
}

try {
  await start(readProcessEnvironment());
} catch (error) {
  if (!(error instanceof Error)) throw error;
  process.stderr.write(`${describeFailure(error)}\n`);
  process.exitCode = 1;
}
