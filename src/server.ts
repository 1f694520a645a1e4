import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import { createApiKeyUse } from "./api-key/api-key-use.js";
import { CallerCache } from "./auth/caller-cache.js";
import type { IdentityProvider } from "./auth/identity-provider.js";
import type { Tokens } from "./auth/tokens.js";
import { Context } from "./context.js";
import { cleanUpHourly } from "./database/cleanup.js";
import type { Database } from "./database/database.js";
import { createWriter } from "./database/writer.js";
import { answerErrors, type MaskError, maskError, maskErrorAndSchema } from "./errors/error-answers.plugin.js";
import { describeError } from "./errors/error-log.js";
import { answerClientError, answerHttpError, answerNotFound } from "./errors/http-errors.js";
import { gracefulClose } from "./graceful-close.js";
import { healthChecks } from "./health.plugin.js";
import { ChangeFeed } from "./history/change-feed.js";
import { deleteOldAttempts } from "./idempotency/attempts.js";
import { runOnce } from "./idempotency/run-once.js";
import { refuseDocument } from "./limits/document-check.js";
import type { DocumentRules } from "./limits/document-limits.js";
import { limitJsonBodies } from "./limits/json-body.js";
import { defaultLimits, type Limits } from "./limits/limits.js";
import { RateLimiter, type RateLimiterOptions } from "./limits/rate-limiter.js";
import { deleteOldFailures } from "./login/login-throttle.js";
import type { Monitoring } from "./monitoring/monitoring.js";
import { reportOperations } from "./monitoring/report-operations.plugin.js";
import { reportRequests } from "./monitoring/report-requests.js";
import { RequestReport } from "./monitoring/request-report.js";
import { Admission } from "./operations/admission.js";
import { admit } from "./operations/admission.plugin.js";
import { KnownAnswers } from "./operations/known-answers.js";
import { KnownOperations } from "./operations/known-operations.js";
import { rememberOperations } from "./operations/remember-operations.plugin.js";
import { Capacity, type LoadLimits } from "./overload/capacity.js";
import { refuseOverload } from "./overload/refuse-overload.js";
import { playground } from "./playground/playground.plugin.js";
import { requestIdOf } from "./request-id.js";
import { createSchema } from "./schema.js";
import { noSubscriptions, subscriptions } from "./subscriptions.plugin.js";
import { type Answer, limitTime } from "./time-limit.js";

/** What a server is made of. */
export interface ServerOptions extends Monitoring {
  readonly database: Database;
  /** Makes and checks the tokens of logins; without it nobody can log in. */
  readonly tokens?: Tokens | undefined;
  /** Whose tokens are accepted besides. */
  readonly identityProvider?: IdentityProvider | undefined;
  /** How many proxies stand before the server: the client's address is the one that the outermost of them saw. */
  readonly trustedProxies?: number | undefined;
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
  /** How long a client may take to send a request; half a minute when left out. */
  readonly maxReceiveMs?: number | undefined;
  readonly logger: Logger;
}

export const graphqlPath = "/graphql";
const maxBodyBytes = 1_048_576;
const defaultMaxReceiveMs = 30_000;

/** Builds the server. It answers injected requests at once; nothing listens yet. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { limits = defaultLimits, introspection = true } = options;
  const {
    database,
    tokens,
    identityProvider,
    trustedProxies = 0,
    timeLimitMs,
    load,
    logger,
    metrics,
    tracing,
  } = options;
  const app: FastifyInstance = fastify({
    loggerInstance: logger as FastifyBaseLogger,
    // The addresses of GET requests hold the values of variables.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    genReqId: requestIdOf,
    trustProxy: (_address, hop) => hop < trustedProxies,
    bodyLimit: maxBodyBytes,
    frameworkErrors: answerHttpError,
    clientErrorHandler: answerClientError,
    ...slowClients(options.maxReceiveMs ?? defaultMaxReceiveMs),
  });
  app.setErrorHandler(answerHttpError);
  app.setNotFoundHandler(answerNotFound);
  // Leaves JSON as the only kind of body.
  app.removeContentTypeParser("text/plain");
  limitJsonBodies(app, limits);
  gracefulClose(app);
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id);
    done();
  });
  const startReport = reportRequests(app, { logger, metrics });
  await app.register(healthChecks, { database });
  if (options.playground ?? true) await app.register(playground, { path: graphqlPath });

  const schema = createSchema();
  const warnOf = (message: string) => (error: unknown) => logger.warn({ error: describeError(error) }, message);
  const apiKeyUse = createApiKeyUse(database.prisma, warnOf("When API keys were last used could not be written."));
  const authentication = {
    reader: database.reader,
    tokens,
    identityProvider,
    apiKeyUse,
    callers: new CallerCache(),
  };
  app.addHook("onClose", () => apiKeyUse.close());
  const { prisma } = database;
  const cleanups = [
    cleanUpHourly((maxRows) => deleteOldFailures(prisma, maxRows), warnOf("Old failed logins could not be deleted.")),
    cleanUpHourly((maxRows) => deleteOldAttempts(prisma, maxRows), warnOf("Old answers could not be deleted.")),
  ];
  app.addHook("onClose", async () => void (await Promise.all(cleanups.map((cleanup) => cleanup.close()))));
  const changeFeed = new ChangeFeed(database, warnOf("The database could not be asked for changes."));
  const documentRules: DocumentRules = { limits, introspection };
  const storeIsAway = "The store of rate limits is away: this instance counts by itself.";
  const rateLimiter = options.rateLimit && new RateLimiter(options.rateLimit, warnOf(storeIsAway));
  app.addHook("onClose", () => rateLimiter?.close());
  const admission = new Admission(limits, rateLimiter);
  const mask = introspection ? maskError : maskErrorAndSchema;
  await app.register(subscriptions, {
    path: graphqlPath,
    schema,
    documentRules,
    admission,
    mask,
    changeFeed,
    logger,
    requestContext: (request) => ({
      db: database.prisma,
      reader: database.reader,
      writer: createWriter(database.reader),
      authentication,
      ...request,
    }),
    metrics,
  });

  metrics?.watchDatabase(database.pool);
  app.addHook("onClose", () => tracing?.stop());
  const operations = new KnownOperations(schema);
  const apollo = createApollo({ schema, operations, admission, mask, introspection, logger });
  await apollo.start();
  app.addHook("onClose", () => apollo.stop());
  const contextOf = ({ headers, id, ip, report, deadline, claim }: FastifyRequest) => {
    const reader = database.reader.until(deadline);
    return new Context({
      db: database.prisma,
      reader,
      writer: createWriter(reader),
      replicas: database.replicas,
      authentication,
      authorization: headers.authorization,
      clientAddress: ip,
      requestId: id,
      report: report ?? new RequestReport(id),
      deadline,
      claim,
    });
  };
  const answerByApollo = fastifyApolloHandler(apollo, { context: async (request) => contextOf(request) });
  const knownAnswers = new KnownAnswers({ operations, admission, mask, logger });
  const answer: Answer = async (request, reply) => {
    const known = await knownAnswers.answer(request as FastifyRequest, reply as FastifyReply, () =>
      contextOf(request as FastifyRequest),
    );
    if (known !== undefined) return known;
    const refusal = refuseDocument(request as FastifyRequest, reply as FastifyReply, documentRules);
    if (refusal !== undefined) return refusal;
    const answered = await answerByApollo.call(app, request, reply);
    knownAnswers.learn(request as FastifyRequest, reply as FastifyReply);
    return answered ?? undefined;
  };
  app.decorateRequest("claim", undefined);
  const once = runOnce({ db: prisma, logger, maxTokens: limits.tokens, timeLimitMs, contextOf })(answer);
  const inTime = timeLimitMs === undefined ? once : limitTime(app, timeLimitMs, database.backends)(once);
  const capacity = load && new Capacity(load, database.pool);
  app.addHook("onClose", () => capacity?.close());
  const counted: Answer = capacity ? (request, reply) => capacity.count(inTime(request, reply)) : inTime;
  app.route<{ Reply: string }>({
    method: ["GET", "POST"],
    url: graphqlPath,
    onRequest: capacity ? [startReport, refuseOverload(capacity)] : [startReport],
    handler: (request, reply) =>
      tracing ? tracing.answer(request as FastifyRequest, () => counted(request, reply)) : counted(request, reply),
  });
  return app;
}

/** Ends connections that take too long to send a request. */
function slowClients(maxReceiveMs: number) {
  return {
    requestTimeout: maxReceiveMs,
    http: { headersTimeout: maxReceiveMs, connectionsCheckingInterval: Math.min(5_000, maxReceiveMs / 2) },
  };
}

interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly operations: KnownOperations;
  readonly admission: Admission;
  readonly mask: MaskError;
  readonly introspection: boolean;
  readonly logger: Logger;
}

function createApollo(options: ApolloOptions): ApolloServer<Context> {
  const { schema, operations, admission, mask, introspection, logger } = options;
  return new ApolloServer<Context>({
    schema,
    introspection,
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    formatError: mask,
    persistedQueries: false,
    // Signals are the process's business; Apollo would send each of them a second time.
    stopOnTerminationSignals: false,
    logger,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      reportOperations,
      admit(admission),
      noSubscriptions,
      rememberOperations(operations),
      answerErrors(logger),
    ],
  });
}
