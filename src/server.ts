import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { createApiKeyUse } from "./api-key/api-key-use.js";
import { createApollo } from "./apollo.js";
import { CallerCache } from "./auth/caller-cache.js";
import type { Authentication } from "./auth/find-caller.js";
import type { IdentityProvider } from "./auth/identity-provider.js";
import type { Tokens } from "./auth/tokens.js";
import { cleanUpHourly } from "./database/cleanup.js";
import type { Database } from "./database/database.js";
import { createWriter } from "./database/writer.js";
import { maskError, maskErrorAndSchema } from "./errors/error-answers.plugin.js";
import { describeError } from "./errors/error-log.js";
import { serveOperations } from "./graphql-endpoint.js";
import { healthChecks } from "./health.plugin.js";
import { ChangeFeed } from "./history/change-feed.js";
import { createHttpApp, type HttpOptions } from "./http-app.js";
import { deleteOldAttempts } from "./idempotency/attempts.js";
import type { DocumentRules } from "./limits/document-limits.js";
import { defaultLimits, type Limits } from "./limits/limits.js";
import { RateLimiter, type RateLimiterOptions } from "./limits/rate-limiter.js";
import { deleteOldFailures } from "./login/login-throttle.js";
import type { Monitoring } from "./monitoring/monitoring.js";
import { reportRequests } from "./monitoring/report-requests.js";
import { Admission } from "./operations/admission.js";
import { KnownAnswers } from "./operations/known-answers.js";
import { KnownOperations } from "./operations/known-operations.js";
import type { LoadLimits } from "./overload/capacity.js";
import { playground } from "./playground/playground.plugin.js";
import { createSchema } from "./schema.js";
import { subscriptions } from "./subscriptions.plugin.js";

/** What a server is made of. */
export interface ServerOptions extends Monitoring, Omit<HttpOptions, "limits"> {
  readonly database: Database;
  /** Makes and checks the tokens of logins; without it nobody can log in. */
  readonly tokens?: Tokens | undefined;
  /** Whose tokens are accepted besides. */
  readonly identityProvider?: IdentityProvider | undefined;
  /** How much a request may ask for; {@link defaultLimits} when left out. */
  readonly limits?: Limits | undefined;
  /** Whether the schema is shown, in introspection and in suggestions; it is when left out. */
  readonly introspection?: boolean | undefined;
  /** Whether browsers get a playground; they do when left out. */
  readonly playground?: boolean | undefined;
  /** How many milliseconds a request may take; without it, as many as it likes. */
  readonly timeLimitMs?: number | undefined;
  /** How much is taken on at once; without it, everything. */
  readonly load?: LoadLimits | undefined;
  /** How much a caller may ask for in a time; as much as they like when left out. */
  readonly rateLimit?: RateLimiterOptions | undefined;
}

export const graphqlPath = "/graphql";

/** Builds the server. It answers injected requests at once; nothing listens yet. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { database, limits = defaultLimits, introspection = true, logger, metrics, tracing } = options;
  const app = createHttpApp({ ...options, limits });
  const startReport = reportRequests(app, { logger, metrics });
  await app.register(healthChecks, { database });
  if (options.playground ?? true) await app.register(playground, { path: graphqlPath });

  const schema = createSchema();
  const authentication = createAuthentication(app, options);
  deleteOldRows(app, options);
  const documentRules: DocumentRules = { limits, introspection };
  const rateLimiter = createRateLimiter(app, options);
  const admission = new Admission(limits, rateLimiter);
  const mask = introspection ? maskError : maskErrorAndSchema;
  await app.register(subscriptions, {
    path: graphqlPath,
    schema,
    documentRules,
    admission,
    mask,
    changeFeed: new ChangeFeed(database, warning(logger, "The database could not be asked for changes.")),
    logger,
    requestContext: (request) => ({ ...subscriptionSources(database), authentication, ...request }),
    metrics,
    trustedProxies: options.trustedProxies ?? 0,
  });

  metrics?.watchDatabase(database);
  app.addHook("onClose", () => tracing?.stop());
  const operations = new KnownOperations(schema);
  const { responseBytes: maxBytes } = limits;
  const apollo = createApollo({ schema, operations, admission, mask, introspection, maxBytes, logger });
  await apollo.start();
  app.addHook("onClose", () => apollo.stop());
  serveOperations(app, {
    path: graphqlPath,
    schema,
    database,
    authentication,
    knownAnswers: new KnownAnswers({ operations, admission, mask, maxBytes, logger }),
    apollo,
    documentRules,
    admission,
    rateLimiter,
    timeLimitMs: options.timeLimitMs,
    load: options.load,
    startReport,
    tracing,
    logger,
  });
  return app;
}

/** What a subscription reads from, as long as it goes on. */
function subscriptionSources({ prisma: db, reader: poolReader, reserved, connectionLimits }: Database) {
  const connections = connectionLimits?.ofRequest();
  const reader = poolReader.within({ connections });
  return { db, reader, reservedReader: reserved.reader, writer: createWriter(reader), connections };
}

function createAuthentication(app: FastifyInstance, options: ServerOptions): Authentication {
  const { database, tokens, identityProvider, logger } = options;
  const onError = warning(logger, "When API keys were last used could not be written.");
  const apiKeyUse = createApiKeyUse(database.prisma, onError);
  app.addHook("onClose", () => apiKeyUse.close());
  const { reader, prisma: db } = database.reserved;
  return { reader, db, tokens, identityProvider, apiKeyUse, callers: new CallerCache() };
}

/** Deletes what nothing needs any more, every hour until the server is closed. */
function deleteOldRows(app: FastifyInstance, { database: { prisma }, logger }: ServerOptions): void {
  const cleanups = [
    cleanUpHourly(
      (maxRows) => deleteOldFailures(prisma, maxRows),
      warning(logger, "Old failed logins could not be deleted."),
    ),
    cleanUpHourly(
      (maxRows) => deleteOldAttempts(prisma, maxRows),
      warning(logger, "Old answers could not be deleted."),
    ),
  ];
  app.addHook("onClose", async () => void (await Promise.all(cleanups.map((cleanup) => cleanup.close()))));
}

function createRateLimiter(app: FastifyInstance, { rateLimit = {}, logger }: ServerOptions): RateLimiter {
  const onOutage = warning(logger, "The store of rate limits is away: this instance counts by itself.");
  const rateLimiter = new RateLimiter(rateLimit, onOutage);
  app.addHook("onClose", () => rateLimiter.close());
  return rateLimiter;
}

/** What logs an error as a warning. */
function warning(logger: Logger, message: string): (error: unknown) => void {
  return (error) => logger.warn({ error: describeError(error) }, message);
}
