import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginCacheControlDisabled } from "@apollo/server/plugin/disabled";
import fastifyApollo from "@as-integrations/fastify";
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import type { Logger } from "pino";
import { callerOf } from "./auth/caller.js";
import { requireCaller } from "./auth/require-caller.plugin.js";
import { type Context, createContext } from "./context.js";
import type { Database } from "./database/database.js";
import { answerErrors, maskError } from "./errors/error-answers.plugin.js";
import { answerHttpError, answerNotFound } from "./errors/http-errors.js";
import { gracefulClose } from "./graceful-close.js";
import { healthChecks } from "./health.plugin.js";
import { playground } from "./playground/playground.plugin.js";
import { requestIdOf } from "./request-id.js";
import { createSchema } from "./schema.js";

/** What a server is made of. */
export interface ServerOptions {
  readonly database: Database;
  /** The root key; without one nobody gets further than introspection. */
  readonly adminApiKey: string | undefined;
  readonly logger: Logger;
}

export const graphqlPath = "/graphql";
const maxBodyBytes = 1_048_576;
const maxTokens = 10_000;

/** Builds the server. It answers injected requests at once; nothing listens yet. */
export async function createServer({ database, adminApiKey, logger }: ServerOptions): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    loggerInstance: logger as FastifyBaseLogger,
    // The addresses of GET requests hold the values of variables.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    genReqId: requestIdOf,
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
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id);
  });
  await app.register(healthChecks, { database });
  await app.register(playground, { path: graphqlPath });

  const apollo = new ApolloServer<Context>({
    schema: createSchema(),
    introspection: true,
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    formatError: maskError,
    parseOptions: { maxTokens },
    persistedQueries: false,
    // Signals are the process's business; Apollo would send each of them a second time.
    stopOnTerminationSignals: false,
    logger,
    plugins: [ApolloServerPluginCacheControlDisabled(), requireCaller, answerErrors(logger)],
  });
  await apollo.start();
  app.addHook("onClose", () => apollo.stop());
  await app.register(fastifyApollo(apollo), {
    path: graphqlPath,
    method: ["GET", "POST"],
    context: async ({ headers, id }) =>
      createContext({ db: database.prisma, caller: callerOf(headers.authorization, adminApiKey), requestId: id }),
  });
  return app;
}
