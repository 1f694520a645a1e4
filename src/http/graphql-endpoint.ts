import type { ApolloServer } from "@apollo/server";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import type { FastifyInstance, FastifyRequest, onRequestHookHandler, RouteHandlerMethod } from "fastify";
import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import type { Authentication } from "../access/auth/find-caller.js";
import { Context, type Payer } from "../access/context.js";
import type { Database } from "../database/database.js";
import { ReadSize } from "../database/limits/read-size.js";
import { createWriter } from "../database/transactions/writer.js";
import { refuseDocument } from "../execution/limits/document-check.js";
import type { DocumentRules } from "../execution/limits/document-limits.js";
import type { RateLimiter } from "../execution/limits/rate-limiter.js";
import type { CachedOperationHandler } from "../execution/operations/cached-operation-handler.js";
import type { OperationGuard } from "../execution/operations/operation-guard.js";
import { responseMediaType } from "../execution/operations/response-media-type.js";
import { responseTooLarge } from "../graphql/errors/request-errors.js";
import { RequestLogEntry } from "../monitoring/request-log-entry.js";
import type { Tracing } from "../monitoring/tracing.js";
import { runOnce } from "./idempotency/run-once.js";
import { ConcurrencyLimiter, type LoadLimits } from "./overload/concurrency-limiter.js";
import { refuseOverload } from "./overload/refuse-overload.js";
import { ignoreEmptyOperationName } from "./request-form.js";
import { notAcceptable, refuse } from "./responses/http-errors.js";
import { type Answer, limitTime } from "./time-limit/time-limit.js";

declare module "fastify" {
  interface FastifyRequest {
    /** Who has been charged for its refusal, in case it is refused. */
    refusalPayer: Payer | undefined;
  }
}

/** What the endpoint is made of. */
export interface EndpointOptions {
  readonly path: string;
  readonly schema: GraphQLSchema;
  readonly database: Database;
  readonly authentication: Authentication;
  readonly cachedOperationHandler: CachedOperationHandler;
  /** Answers what is not known yet; it is started. */
  readonly apollo: ApolloServer<Context>;
  readonly documentRules: DocumentRules;
  readonly operationGuard: OperationGuard;
  readonly rateLimiter: RateLimiter;
  /** How many milliseconds a request may take; without it, as many as it likes. */
  readonly timeLimitMs: number | undefined;
  /** How much is taken on at once; without it, everything. */
  readonly load: LoadLimits | undefined;
  /** What comes first with each request. */
  readonly startLogEntry: onRequestHookHandler;
  readonly tracing: Tracing | undefined;
  readonly logger: Logger;
}

type ContextOf = (request: FastifyRequest) => Context;

/** Serves queries and mutations over HTTP. */
export function serveOperations(app: FastifyInstance, options: EndpointOptions): void {
  const { path, schema, database, documentRules, rateLimiter, timeLimitMs, load, startLogEntry, tracing, logger } =
    options;
  app.decorateRequest("refusalPayer", undefined);
  const contextOf = createContextOf(options);
  const answer = answerOperations(app, contextOf, options);
  const maxTokens = documentRules.limits.tokens;
  const once = runOnce(app, { db: database.prisma, schema, logger, maxTokens, timeLimitMs, rateLimiter, contextOf })(
    answer,
  );
  const inTime = timeLimitMs === undefined ? once : limitTime(app, timeLimitMs, database.runningQueries)(once);
  const concurrencyLimiter = load && new ConcurrencyLimiter(load, database.pool);
  app.addHook("onClose", () => concurrencyLimiter?.close());
  const counted: Answer = concurrencyLimiter
    ? (request, reply) => concurrencyLimiter.count(inTime(request, reply))
    : inTime;
  app.route({
    method: ["GET", "POST"],
    url: path,
    onRequest: concurrencyLimiter ? [startLogEntry, refuseOverload(concurrencyLimiter)] : [startLogEntry],
    preValidation: ignoreEmptyOperationName,
    handler: (request, reply) =>
      tracing ? tracing.answer(request, () => counted(request, reply)) : counted(request, reply),
  });
}

function createContextOf({ database, authentication, documentRules }: EndpointOptions): ContextOf {
  return ({ headers, id, ip, logEntry, deadline, precondition, refusalPayer }) => {
    const connections = database.connectionLimits?.ofRequest();
    const { responseBytes } = documentRules.limits;
    const readSize = new ReadSize(responseBytes, () => responseTooLarge(responseBytes));
    const reader = database.reader.within({ deadline, connections, readSize });
    return new Context({
      db: database.prisma,
      reader,
      reservedReader: database.reserved.reader.within({ deadline }),
      writer: createWriter(reader),
      replicas: database.replicas,
      authentication,
      authorization: headers.authorization,
      clientAddress: ip,
      requestId: id,
      logEntry: logEntry ?? new RequestLogEntry(id),
      deadline,
      connections,
      readSize,
      precondition,
      refusalPayer,
    });
  };
}

/** Answers documents that were sent before from the operation cache. Apollo Server answers all others that keep the limits. */
function answerOperations(
  app: FastifyInstance,
  contextOf: ContextOf,
  { apollo, cachedOperationHandler, documentRules, operationGuard }: EndpointOptions,
): Answer {
  const options = { context: async (request: FastifyRequest) => contextOf(request) };
  const answerByApollo = fastifyApolloHandler(apollo, options) as RouteHandlerMethod;
  return async (request, reply) => {
    const known = await cachedOperationHandler.answer(request, reply, () => contextOf(request));
    if (known !== undefined) return known;
    request.refusalPayer = await operationGuard.chargeRefusal(contextOf(request));
    // Apollo Server reads the header only after it has run the operation.
    if (responseMediaType(request.headers.accept) === undefined) {
      refuse(reply, notAcceptable);
      return undefined;
    }
    const refusal = refuseDocument(request, reply, documentRules);
    if (refusal !== undefined) return refusal;
    return (await answerByApollo.call(app, request, reply)) as string | undefined;
  };
}
