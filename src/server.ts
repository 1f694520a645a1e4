import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { createApiKeyUsage } from "./access/auth/api-key-usage.js";
import { CallerCache } from "./access/auth/caller-cache.js";
import type { Authentication } from "./access/auth/find-caller.js";
import type { IdentityProvider } from "./access/auth/identity-provider.js";
import type { Tokens } from "./access/auth/tokens.js";
import { deleteOldFailures } from "./access/login/login-throttle.js";
import { cleanUpHourly } from "./database/cleanup.js";
import type { Database } from "./database/database.js";
import { RequestDatabase } from "./database/request-database.js";
import { createApollo } from "./execution/apollo/apollo.js";
import { maskError, maskErrorAndSchema } from "./execution/errors/error-responses.plugin.js";
import type { DocumentRules } from "./execution/limits/document-limits.js";
import { defaultLimits, type Limits } from "./execution/limits/limits.js";
import { RateLimiter, type RateLimiterOptions } from "./execution/limits/rate-limiter.js";
import { OperationCache } from "./execution/operations/operation-cache.js";
import { OperationGuard } from "./execution/operations/operation-guard.js";
import { serveOperations } from "./http/graphql-endpoint.js";
import { healthChecks } from "./http/health.plugin.js";
import { createHttpApp, type HttpOptions } from "./http/http-app.js";
import { deleteOldLeases } from "./http/idempotency/leases.js";
import { logRequests } from "./http/log-requests.js";
import type { LoadLimits } from "./http/overload/concurrency-limiter.js";
import { subscriptions } from "./http/subscriptions.plugin.js";
import { describeError } from "./monitoring/error-log.js";
import type { Monitoring } from "./monitoring/monitoring.js";
import { createSchema } from "./schema.js";
import { ChangeFeed } from "./shop/history/change-feed.js";
import { playground } from "./web/playground/playground.plugin.js";

/** The parts and options of a server. */
export interface ServerOptions extends Monitoring, Omit<HttpOptions, "limits"> {
  readonly database: Database;
  /** Issues and verifies the tokens of logins. If undefined, logins are disabled. */
  readonly tokens?: Tokens | undefined;
  /** The identity provider whose tokens are accepted too. */
  readonly identityProvider?: IdentityProvider | undefined;
  /** The limits of a request. Default: {@link defaultLimits}. */
  readonly limits?: Limits | undefined;
  /** True if the schema is shown in introspection and in suggestions. Default: true. */
  readonly introspection?: boolean | undefined;
  /** True if browsers get the playground. Default: true. */
  readonly playground?: boolean | undefined;
  /** The time limit of a request. Default: unlimited. */
  readonly timeLimitMs?: number | undefined;
  /** The limits of concurrent requests. Default: unlimited. */
  readonly load?: LoadLimits | undefined;
  /** The rate limits of callers. Default: unlimited. */
  readonly rateLimit?: RateLimiterOptions | undefined;
}

export const graphqlPath = "/graphql";

/** Creates the server. It answers injected requests, but does not listen yet. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { database, limits = defaultLimits, introspection = true, logger, metrics, tracing } = options;
  const app = createHttpApp({ ...options, limits });
  const startLogEntry = logRequests(app, { logger, metrics });
  await app.register(healthChecks, { database });
  if (options.playground ?? true) await app.register(playground, { path: graphqlPath });

  const schema = createSchema();
  const authentication = createAuthentication(app, options);
  deleteOldRows(app, options);
  const documentRules: DocumentRules = { limits, introspection };
  const rateLimiter = createRateLimiter(app, options);
  const operationGuard = new OperationGuard(limits, rateLimiter);
  const mask = introspection ? maskError : maskErrorAndSchema;
  await app.register(subscriptions, {
    path: graphqlPath,
    schema,
    documentRules,
    operationGuard,
    mask,
    changeFeed: new ChangeFeed(database, warning(logger, "New changes could not be read from the database.")),
    logger,
    requestContext: ({ requestId, ...request }) => {
      const db = new RequestDatabase(database, { requestId });
      return { db, authentication, requestId, ...request };
    },
    metrics,
    trustedProxies: options.trustedProxies ?? 0,
  });

  metrics?.watchDatabase(database);
  app.addHook("onClose", () => tracing?.stop());
  const operationCache = new OperationCache(schema);
  const { responseBytes: maxBytes } = limits;
  const apollo = createApollo({ schema, operationCache, operationGuard, mask, introspection, maxBytes, logger });
  await apollo.start();
  app.addHook("onClose", () => apollo.stop());
  serveOperations(app, {
    path: graphqlPath,
    schema,
    database,
    authentication,
    operationCache,
    apollo,
    documentRules,
    operationGuard,
    mask,
    rateLimiter,
    timeLimitMs: options.timeLimitMs,
    load: options.load,
    startLogEntry,
    tracing,
    logger,
  });
  return app;
}

function createAuthentication(app: FastifyInstance, options: ServerOptions): Authentication {
  const { database, tokens, identityProvider, logger } = options;
  const onError = warning(logger, "The last use of API keys could not be written.");
  const apiKeyUsage = createApiKeyUsage(database.prisma, onError);
  app.addHook("onClose", () => apiKeyUsage.close());
  const { reader, prisma: db } = database.reserved;
  return { reader, db, tokens, identityProvider, apiKeyUsage, callers: new CallerCache() };
}

/** Deletes outdated rows every hour until the server is closed. */
function deleteOldRows(app: FastifyInstance, { database: { prisma }, logger }: ServerOptions): void {
  const cleanups = [
    cleanUpHourly(
      (maxRows) => deleteOldFailures(prisma, maxRows),
      warning(logger, "Old failed logins could not be deleted."),
    ),
    cleanUpHourly(
      (maxRows) => deleteOldLeases(prisma, maxRows),
      warning(logger, "Old idempotent responses could not be deleted."),
    ),
  ];
  app.addHook("onClose", async () => void (await Promise.all(cleanups.map((cleanup) => cleanup.close()))));
}

function createRateLimiter(app: FastifyInstance, { rateLimit = {}, logger }: ServerOptions): RateLimiter {
  const onOutage = warning(logger, "The store of rate limits is unavailable: this instance counts alone.");
  const rateLimiter = new RateLimiter(rateLimit, onOutage);
  app.addHook("onClose", () => rateLimiter.close());
  return rateLimiter;
}

/** Creates a function that logs an error as a warning. */
function warning(logger: Logger, message: string): (error: unknown) => void {
  return (error) => logger.warn({ error: describeError(error) }, message);
}
