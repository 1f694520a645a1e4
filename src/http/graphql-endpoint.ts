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
import type { Admission } from "../execution/operations/admission.js";
import { answerType } from "../execution/operations/answer-type.js";
import type { KnownAnswers } from "../execution/operations/known-answers.js";
import { responseTooLarge } from "../graphql/errors/request-errors.js";
import { RequestReport } from "../monitoring/request-report.js";
import type { Tracing } from "../monitoring/tracing.js";
import { notAcceptable, refuse } from "./answers/http-errors.js";
import { runOnce } from "./idempotency/run-once.js";
import { Capacity, type LoadLimits } from "./overload/capacity.js";
import { refuseOverload } from "./overload/refuse-overload.js";
import { ignoreEmptyOperationName } from "./request-form.js";
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
  readonly knownAnswers: KnownAnswers;
  /** Answers what is not known yet; it is started. */
  readonly apollo: ApolloServer<Context>;
  readonly documentRules: DocumentRules;
  readonly admission: Admission;
  readonly rateLimiter: RateLimiter;
  /** How many milliseconds a request may take; without it, as many as it likes. */
  readonly timeLimitMs: number | undefined;
  /** How much is taken on at once; without it, everything. */
  readonly load: LoadLimits | undefined;
  /** What comes first with each request. */
  readonly startReport: onRequestHookHandler;
  readonly tracing: Tracing | undefined;
  readonly logger: Logger;
}

type ContextOf = (request: FastifyRequest) => Context;

/** Serves queries and mutations over HTTP. */
export function serveOperations(app: FastifyInstance, options: EndpointOptions): void {
  const { path, schema, database, documentRules, rateLimiter, timeLimitMs, load, startReport, tracing, logger } =
    options;
  app.decorateRequest("refusalPayer", undefined);
  const contextOf = createContextOf(options);
  const answer = answerOperations(app, contextOf, options);
  const maxTokens = documentRules.limits.tokens;
  const once = runOnce(app, { db: database.prisma, schema, logger, maxTokens, timeLimitMs, rateLimiter, contextOf })(
    answer,
  );
  const inTime = timeLimitMs === undefined ? once : limitTime(app, timeLimitMs, database.backends)(once);
  const capacity = load && new Capacity(load, database.pool);
  app.addHook("onClose", () => capacity?.close());
  const counted: Answer = capacity ? (request, reply) => capacity.count(inTime(request, reply)) : inTime;
  app.route({
    method: ["GET", "POST"],
    url: path,
    onRequest: capacity ? [startReport, refuseOverload(capacity)] : [startReport],
    preValidation: ignoreEmptyOperationName,
    handler: (request, reply) =>
      tracing ? tracing.answer(request, () => counted(request, reply)) : counted(request, reply),
  });
}

function createContextOf({ database, authentication, documentRules }: EndpointOptions): ContextOf {
  return ({ headers, id, ip, report, deadline, claim, refusalPayer }) => {
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
      report: report ?? new RequestReport(id),
      deadline,
      connections,
      readSize,
      claim,
      refusalPayer,
    });
  };
}

/** Answers documents that were sent before from the operation cache. Apollo Server answers all others that keep the limits. */
function answerOperations(
  app: FastifyInstance,
  contextOf: ContextOf,
  { apollo, knownAnswers, documentRules, admission }: EndpointOptions,
): Answer {
  const options = { context: async (request: FastifyRequest) => contextOf(request) };
  const answerByApollo = fastifyApolloHandler(apollo, options) as RouteHandlerMethod;
  return async (request, reply) => {
    const known = await knownAnswers.answer(request, reply, () => contextOf(request));
    if (known !== undefined) return known;
    request.refusalPayer = await admission.chargeRefusal(contextOf(request));
    // Apollo Server reads the header only after it has run the operation.
    if (answerType(request.headers.accept) === undefined) {
      refuse(reply, notAcceptable);
      return undefined;
    }
    const refusal = refuseDocument(request, reply, documentRules);
    if (refusal !== undefined) return refusal;
    return (await answerByApollo.call(app, request, reply)) as string | undefined;
  };
}
