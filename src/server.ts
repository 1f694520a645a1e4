import type { FastifyInstance } from "fastify";
import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import { CallerCache } from "./access/auth/caller-cache.js";
import type { Authentication } from "./access/auth/find-caller.js";
import type { IdentityProvider } from "./access/auth/identity-provider.js";
import { findPresentScopes } from "./access/auth/present-scopes.js";
import type { Tokens } from "./access/auth/tokens.js";
import { createUsageRecorder } from "./access/auth/usage-recorder.js";
import { SessionRenewal } from "./access/session/session-renewal.js";
import type { Database } from "./database/database.js";
import { RequestDatabase } from "./database/request-database.js";
import { createApollo } from "./execution/apollo/apollo.js";
import { maskError, maskErrorAndSchema } from "./execution/errors/error-responses.plugin.js";
import { createDocumentRules } from "./execution/limits/create-document-rules.js";
import { defaultLimits, type Limits } from "./execution/limits/limits.js";
import { createRateLimiter, type RateLimiter, type RateLimiterOptions } from "./execution/limits/rate-limiter.js";
import type { TrustedDocumentsOptions } from "./execution/limits/trusted-documents.js";
import { OperationCache } from "./execution/operations/operation-cache.js";
import { OperationGuard } from "./execution/operations/operation-guard.js";
import { PersistedDocuments } from "./execution/operations/persisted-documents.js";
import { countErasures } from "./files/erasure/file-erasure.rows.js";
import { type FileOptions, startFileService } from "./files/file-service.js";
import type { FileStore } from "./files/file-store.js";
import { printSchema } from "./graphql/schema/print-schema.js";
import { type AllowedOrigins, localOrigins } from "./http/cors.js";
import { fileRoutes } from "./http/files/files.plugin.js";
import { type EndpointOptions, serveOperations } from "./http/graphql-endpoint.js";
import { healthChecks } from "./http/health.plugin.js";
import { createHttpApp, defaultMaxReceiveMs, type HttpOptions } from "./http/http-app.js";
import { logRequests } from "./http/log-requests.js";
import { ConcurrencyLimiter, type LoadLimits } from "./http/overload/concurrency-limiter.js";
import { schemaText } from "./http/schema-text.plugin.js";
import { contextFactory } from "./http/steps/create-context.js";
import { subscriptions } from "./http/subscriptions.plugin.js";
import { createJobHandlers } from "./job-handlers.js";
import type { JobCaller } from "./jobs/job.js";
import { countOpenJobs } from "./jobs/job.rows.js";
import type { JobHandlers } from "./jobs/job-handler.js";
import type { JobQueue } from "./jobs/job-queue.js";
import { type JobOptions, startJobService } from "./jobs/job-service.js";
import { type MailOptions, startMailService } from "./mail/mail-service.js";
import { type Mailbox, unavailableMailbox } from "./mail/mailbox.js";
import { describeError } from "./monitoring/error-log.js";
import type { Monitoring } from "./monitoring/monitoring.js";
import { deleteOldRows } from "./old-rows.js";
import { createSchema } from "./schema.js";
import { ChangeFeed } from "./shop/history/change-feed.js";
import { JobFeed } from "./shop/job/job-feed.js";
import { accountPagesPlugin } from "./web/account-pages/account-pages.plugin.js";
import { adminApp } from "./web/admin/admin-app.plugin.js";
import { ownOperations, type PageOptions } from "./web/own-operations.js";
import { playground } from "./web/playground/playground.plugin.js";
import { demoAccountsRoute, type FindDemoAccounts } from "./web/sign-in/demo-accounts.route.js";

/** The parts and options of a server. */
export interface ServerOptions extends Monitoring, PageOptions, Omit<HttpOptions, "limits"> {
  readonly database: Database;
  /** Issues and verifies the tokens of logins. If undefined, logins are disabled. */
  readonly tokens?: Tokens | undefined;
  /** The identity provider whose tokens are accepted too. */
  readonly identityProvider?: IdentityProvider | undefined;
  /** Sends mails. If undefined, operations that send mails are unavailable. */
  readonly mail?: MailOptions | undefined;
  /** How this process runs jobs. If undefined, it runs none, and other processes run the jobs that it queues. */
  readonly jobs?: Partial<JobOptions> | undefined;
  /** Stores files. If undefined, operations that need files are unavailable. */
  readonly files?: FileOptions | undefined;
  /** True if customers may sign up. Default: only with the embedded database. */
  readonly selfRegistration?: boolean | undefined;
  /** The origins whose pages may use the API. Default: those of this machine with the embedded database, otherwise none. */
  readonly corsOrigins?: AllowedOrigins | undefined;
  /** The limits of a request. Default: {@link defaultLimits}. */
  readonly limits?: Limits | undefined;
  /** True if the schema is shown in introspection and in suggestions. Default: true. */
  readonly introspection?: boolean | undefined;
  /** The documents that requests can name by an id. Default: none, and all documents are allowed. */
  readonly trustedDocuments?: TrustedDocumentsOptions | undefined;
  /** True if the schema is a subgraph of Apollo Federation. Default: true. */
  readonly federation?: boolean | undefined;
  /** Finds the demo accounts that these pages offer. Default: there are none. */
  readonly demoAccounts?: FindDemoAccounts | undefined;
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
  const { corsOrigins = database.kind === "embedded" ? localOrigins : [] } = options;
  const app = createHttpApp({ ...options, limits, corsOrigins });
  const startLogEntry = logRequests(app, { logger, metrics });
  await app.register(healthChecks, { database });
  await registerPages(app, options);

  const schema = createSchema({ federation: options.federation });
  const schemaPath = `${graphqlPath}/schema.graphql`;
  if (introspection) await app.register(schemaText, { path: schemaPath, printSchema: () => printSchema(schema) });
  const documents = createDocumentParts(schema, options, await ownOperations(options));
  const authentication = createAuthentication(app, options);
  const mailbox = createServerMailbox(app, options);
  const files = createServerFileStore(app, options);
  const jobs = createServerJobQueue(app, createJobHandlers(files, schema), options);
  deleteOldRows(app, options.database.prisma, logger);
  const rateLimiter = await openRateLimiter(app, options);
  const operationGuard = new OperationGuard(limits, rateLimiter);
  const mask = introspection ? maskError : maskErrorAndSchema;
  await app.register(subscriptions, {
    path: graphqlPath,
    schema,
    ...documents,
    operationGuard,
    mask,
    changeFeed: new ChangeFeed(database, warning(logger, "New changes could not be read from the database.")),
    jobFeed: new JobFeed(database, warning(logger, "Jobs could not be read from the database.")),
    logger,
    requestContext: ({ requestId, ...request }) => {
      const db = new RequestDatabase(database, { requestId });
      return { db, authentication, mailbox, jobs, files, requestId, ...request };
    },
    metrics,
    corsOrigins,
    trustedProxies: options.trustedProxies ?? 0,
  });

  metrics?.watchDatabase(database);
  metrics?.watchJobs(() => countOpenJobs(database.prisma));
  metrics?.watchFileErasures(() => countErasures(database.prisma));
  app.addHook("onClose", () => tracing?.stop());
  const { responseBytes: maxBytes } = limits;
  const apollo = createApollo({ schema, ...documents, operationGuard, mask, introspection, maxBytes, logger });
  await apollo.start();
  app.addHook("onClose", () => apollo.stop());
  const endpoint: EndpointOptions = {
    path: graphqlPath,
    schema,
    database,
    authentication,
    sessionRenewal: new SessionRenewal(authentication, warning(logger, "A token could not be renewed.")),
    mailbox,
    jobs,
    ...documents,
    files,
    apollo,
    operationGuard,
    mask,
    rateLimiter,
    concurrencyLimiter: createConcurrencyLimiter(app, options),
    timeLimitMs: options.timeLimitMs,
    startLogEntry,
    tracing,
    logger,
  };
  serveOperations(app, endpoint);
  const createContext = contextFactory({ ...endpoint, limits });
  await app.register(fileRoutes, {
    ...endpoint,
    createContext,
    maxIdleMs: options.maxReceiveMs ?? defaultMaxReceiveMs,
  });
  return app;
}

/** Creates the rules for documents, and the stores of documents. Those of the pages of this server are always trusted. */
function createDocumentParts(
  schema: GraphQLSchema,
  { limits = defaultLimits, introspection = true, trustedDocuments }: ServerOptions,
  ownTexts: readonly string[],
) {
  const documentRules = createDocumentRules({ limits, introspection }, { schema, trustedDocuments, ownTexts });
  const operationCache = new OperationCache(schema);
  return { documentRules, operationCache, persistedDocuments: new PersistedDocuments(operationCache, documentRules) };
}

/** Serves the pages for browsers. */
async function registerPages(app: FastifyInstance, options: ServerOptions): Promise<void> {
  const { demoAccounts, playground: hasPlayground = true, adminApp: hasAdminApp = true } = options;
  if (hasPlayground) await app.register(playground, { path: graphqlPath, demoAccounts, hasAdminApp });
  if (hasAdminApp) await app.register(adminApp, { graphqlPath, demoAccounts, hasPlayground });
  if (demoAccounts !== undefined && (hasPlayground || hasAdminApp)) {
    await app.register(demoAccountsRoute, { graphqlPath, demoAccounts });
  }
  await app.register(accountPagesPlugin, { graphqlPath, hasAdminApp });
}

function createAuthentication(app: FastifyInstance, options: ServerOptions): Authentication {
  const { database, tokens, identityProvider, logger } = options;
  const onError = warning(logger, "The last use of API keys and sessions could not be written.");
  const apiKeyUsage = createUsageRecorder(database.prisma, "api_key", onError);
  const sessionUsage = createUsageRecorder(database.prisma, "session", onError);
  app.addHook("onClose", async () => void (await Promise.all([apiKeyUsage.close(), sessionUsage.close()])));
  const { reader, prisma: db } = database.reserved;
  const { selfRegistration = database.kind === "embedded" } = options;
  const callers = new CallerCache();
  return { reader, db, tokens, identityProvider, selfRegistration, apiKeyUsage, sessionUsage, callers };
}

function createServerMailbox(app: FastifyInstance, { mail, database, logger, metrics }: ServerOptions): Mailbox {
  if (mail === undefined) return unavailableMailbox;
  const ownUrls = () => ({ account: `${ownUrl(app)}/account`, staff: `${ownUrl(app)}/admin` });
  const { mailbox, close } = startMailService(mail, { database, logger, metrics, ownUrls });
  app.addHook("onClose", close);
  return mailbox;
}

function createServerJobQueue(app: FastifyInstance, handlers: JobHandlers, options: ServerOptions): JobQueue {
  const { database, logger, metrics } = options;
  const jobs = options.jobs && { handlers, ...options.jobs };
  const findScopes = (caller: Pick<JobCaller, "type" | "id">) => findPresentScopes(database.prisma, caller);
  const { queue, close } = startJobService(jobs, { database, logger, metrics, findScopes });
  app.addHook("onClose", close);
  return queue;
}

function createServerFileStore(app: FastifyInstance, options: ServerOptions): FileStore {
  const { files, close } = startFileService(options.files, options);
  app.addHook("onClose", close);
  return files;
}

function createConcurrencyLimiter(app: FastifyInstance, { load, database }: ServerOptions) {
  const concurrencyLimiter = load && new ConcurrencyLimiter(load, database.pool);
  app.addHook("onClose", () => concurrencyLimiter?.close());
  return concurrencyLimiter;
}

/** The address of this server on its machine. The header Host is not used, because clients choose it. */
function ownUrl(app: FastifyInstance): string {
  const address = app.server.address();
  return typeof address === "object" && address !== null ? `http://localhost:${address.port}` : "http://localhost";
}

async function openRateLimiter(app: FastifyInstance, { rateLimit = {}, logger }: ServerOptions): Promise<RateLimiter> {
  const onOutage = warning(logger, "The store of rate limits is unavailable: this instance counts alone.");
  const rateLimiter = await createRateLimiter(rateLimit, onOutage);
  app.addHook("onClose", () => rateLimiter.close());
  return rateLimiter;
}

/** Creates a function that logs an error as a warning. */
function warning(logger: Logger, message: string): (error: unknown) => void {
  return (error) => logger.warn({ error: describeError(error) }, message);
}
