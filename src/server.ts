import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginCacheControlDisabled } from "@apollo/server/plugin/disabled";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, LogController } from "fastify";
import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import { createApiKeyUse } from "./api-key/api-key-use.js";
import { access } from "./auth/access.plugin.js";
import { CallerCache } from "./auth/caller-cache.js";
import type { IdentityProvider } from "./auth/identity-provider.js";
import type { Tokens } from "./auth/tokens.js";
import { Context } from "./context.js";
import { cleanUpHourly } from "./database/cleanup.js";
import type { Database } from "./database/database.js";
import { answerErrors, maskError } from "./errors/error-answers.plugin.js";
import { describeError } from "./errors/error-log.js";
import { answerHttpError, answerNotFound } from "./errors/http-errors.js";
import { gracefulClose } from "./graceful-close.js";
import { healthChecks } from "./health.plugin.js";
import { ChangeFeed } from "./history/change-feed.js";
import { deleteOldAttempts } from "./idempotency/attempts.js";
import { runOnce } from "./idempotency/run-once.js";
import { deleteOldFailures } from "./login/login-throttle.js";
import { KnownAnswers } from "./operations/known-answers.js";
import { KnownOperations } from "./operations/known-operations.js";
import { rememberOperations } from "./operations/remember-operations.plugin.js";
import { Admission, type LoadLimits } from "./overload/admission.js";
import { refuseOverload } from "./overload/refuse-overload.js";
import { playground } from "./playground/playground.plugin.js";
import { requestIdOf } from "./request-id.js";
import { createSchema } from "./schema.js";
import { noSubscriptions, subscriptions } from "./subscriptions.plugin.js";
import { type Answer, limitTime } from "./time-limit.js";

/** What a server is made of. */
export interface ServerOptions {
  readonly database: Database;
  /** Makes and checks the tokens of logins; without it nobody can log in. */
  readonly tokens?: Tokens | undefined;
  /** Whose tokens are accepted besides. */
  readonly identityProvider?: IdentityProvider | undefined;
  /** How many proxies stand before the server: the client's address is the one that the outermost of them saw. */
  readonly trustedProxies?: number | undefined;
  /** How many milliseconds a request may take; without it, as many as it likes. */
  readonly timeLimitMs?: number | undefined;
  /** How much is taken on at once; without it, everything. */
  readonly load?: LoadLimits | undefined;
  readonly logger: Logger;
}

export const graphqlPath = "/graphql";
const maxBodyBytes = 1_048_576;
const maxTokens = 10_000;

/** Builds the server. It answers injected requests at once; nothing listens yet. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { database, tokens, identityProvider, trustedProxies = 0, timeLimitMs, load, logger } = options;
  const app: FastifyInstance = fastify({
    loggerInstance: logger as FastifyBaseLogger,
    // The addresses of GET requests hold the values of variables.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    genReqId: requestIdOf,
    trustProxy: (_address, hop) => hop < trustedProxies,
    bodyLimit: maxBodyBytes,
    // Bodies are never merged into other objects, and metadata may hold any key.
    onProtoPoisoning: "ignore",
    onConstructorPoisoning: "ignore",
    frameworkErrors: answerHttpError,
  });
  app.setErrorHandler(answerHttpError);
  app.setNotFoundHandler(answerNotFound);
  // Leaves JSON as the only kind of body.
  app.removeContentTypeParser("text/plain");
  gracefulClose(app);
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id);
    done();
  });
  await app.register(healthChecks, { database });
  await app.register(playground, { path: graphqlPath });

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
  await app.register(subscriptions, {
    path: graphqlPath,
    schema,
    maxTokens,
    changeFeed,
    logger,
    requestContext: (request) => ({ db: database.prisma, reader: database.reader, authentication, ...request }),
  });

  const operations = new KnownOperations(schema);
  const apollo = createApollo(schema, operations, logger);
  await apollo.start();
  app.addHook("onClose", () => apollo.stop());
  const contextOf = ({ headers, id, ip, deadline, claim }: FastifyRequest) =>
    new Context({
      db: database.prisma,
      reader: database.reader.until(deadline),
      authentication,
      authorization: headers.authorization,
      clientAddress: ip,
      requestId: id,
      deadline,
      claim,
    });
  const answerByApollo = fastifyApolloHandler(apollo, { context: async (request) => contextOf(request) });
  const knownAnswers = new KnownAnswers(operations, logger);
  const answer: Answer = async (request, reply) => {
    const known = await knownAnswers.answer(request, reply, () => contextOf(request as FastifyRequest));
    if (known !== undefined) return known;
    const answered = await answerByApollo.call(app, request, reply);
    knownAnswers.learn(request, reply);
    return answered ?? undefined;
  };
  app.decorateRequest("claim", undefined);
  const once = runOnce({ db: prisma, logger, maxTokens, timeLimitMs, contextOf })(answer);
  const inTime = timeLimitMs === undefined ? once : limitTime(app, timeLimitMs, database.backends)(once);
  const admission = load && new Admission(load, database.pool);
  app.addHook("onClose", () => admission?.close());
  app.route<{ Reply: string }>({
    method: ["GET", "POST"],
    url: graphqlPath,
    onRequest: admission ? [refuseOverload(admission)] : [],
    handler: admission ? (request, reply) => admission.count(inTime(request, reply)) : inTime,
  });
  return app;
}

function createApollo(schema: GraphQLSchema, operations: KnownOperations, logger: Logger): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    introspection: true,
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    formatError: maskError,
    parseOptions: { maxTokens },
    persistedQueries: false,
    // Signals are the process's business; Apollo would send each of them a second time.
    stopOnTerminationSignals: false,
    logger,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      access,
      noSubscriptions,
      rememberOperations(operations),
      answerErrors(logger),
    ],
  });
}
