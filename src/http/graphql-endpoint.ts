import type { ApolloServer } from "@apollo/server";
import type { FastifyInstance, onRequestHookHandler } from "fastify";
import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import type { Authentication } from "../access/auth/find-caller.js";
import type { Context } from "../access/context.js";
import type { SessionRenewal } from "../access/session/session-renewal.js";
import type { Database } from "../database/database.js";
import type { MaskError } from "../execution/errors/error-responses.plugin.js";
import type { DocumentRules } from "../execution/limits/document-limits.js";
import type { RateLimiter } from "../execution/limits/rate-limiter.js";
import type { OperationCache } from "../execution/operations/operation-cache.js";
import type { OperationGuard } from "../execution/operations/operation-guard.js";
import type { PersistedDocuments } from "../execution/operations/persisted-documents.js";
import type { FileStore } from "../files/file-store.js";
import type { JobQueue } from "../jobs/job-queue.js";
import type { Mailbox } from "../mail/mailbox.js";
import type { Tracing } from "../monitoring/tracing.js";
import type { ConcurrencyLimiter } from "./overload/concurrency-limiter.js";
import { refuseOverload } from "./overload/refuse-overload.js";
import { ignoreEmptyOperationName, refuseInvalidHost } from "./request-form.js";
import { answerByApollo } from "./steps/answer-by-apollo.js";
import { answerFromOperationCache } from "./steps/answer-from-operation-cache.js";
import { chargeRefusal } from "./steps/charge-refusal.js";
import { checkDocument } from "./steps/check-document.js";
import { countRequest } from "./steps/count-request.js";
import { contextFactory } from "./steps/create-context.js";
import { findPersistedDocument } from "./steps/find-persisted-document.js";
import { limitTime } from "./steps/limit-time.js";
import { negotiateMediaType } from "./steps/negotiate-media-type.js";
import { renewToken } from "./steps/renew-token.js";
import { addRequestProperties } from "./steps/request-properties.js";
import { connectSteps, type RequestStep } from "./steps/request-step.js";
import { runOnceForKey } from "./steps/run-once-for-key.js";
import { traceRequest } from "./steps/trace-request.js";

export interface EndpointOptions extends StepOptions {
  readonly path: string;
  /** Starts the log entry of a request. */
  readonly startLogEntry: onRequestHookHandler;
}

export interface StepOptions {
  readonly schema: GraphQLSchema;
  readonly database: Database;
  readonly authentication: Authentication;
  readonly sessionRenewal: SessionRenewal;
  readonly mailbox: Mailbox;
  readonly jobs: JobQueue;
  readonly files: FileStore;
  readonly operationCache: OperationCache;
  readonly persistedDocuments: PersistedDocuments;
  /** It must be started. */
  readonly apollo: ApolloServer<Context>;
  readonly documentRules: DocumentRules;
  readonly operationGuard: OperationGuard;
  readonly mask: MaskError;
  readonly rateLimiter: RateLimiter;
  /** Unlimited if undefined. */
  readonly concurrencyLimiter: ConcurrencyLimiter | undefined;
  /** The maximum time of a request. Unlimited if undefined. */
  readonly timeLimitMs: number | undefined;
  readonly tracing: Tracing | undefined;
  readonly logger: Logger;
}

/** Serves queries and mutations over HTTP. */
export function serveOperations(app: FastifyInstance, options: EndpointOptions): void {
  const { path, concurrencyLimiter, startLogEntry } = options;
  addRequestProperties(app);
  app.route({
    method: ["GET", "POST"],
    url: path,
    // These run before the body is read.
    onRequest: [startLogEntry, refuseInvalidHost, ...(concurrencyLimiter ? [refuseOverload(concurrencyLimiter)] : [])],
    preValidation: ignoreEmptyOperationName,
    handler: connectSteps(requestSteps(options)),
  });
}

/**
 * Returns the steps from a request to its response, in order (docs/architecture.md). Steps that the settings turn off are left
 * out.
 */
export function requestSteps(options: StepOptions): RequestStep[] {
  const { database, documentRules, operationGuard, concurrencyLimiter, timeLimitMs, tracing, apollo } = options;
  const { limits } = documentRules;
  const createContext = contextFactory({ ...options, limits });
  return [
    tracing && traceRequest(tracing),
    concurrencyLimiter && countRequest(concurrencyLimiter),
    timeLimitMs === undefined ? undefined : limitTime(timeLimitMs, database.connectionsByProcessId),
    renewToken(options.sessionRenewal),
    findPersistedDocument({ ...options, createContext }),
    runOnceForKey({ ...options, db: database.prisma, maxTokens: limits.tokens, createContext }),
    answerFromOperationCache({ ...options, maxBytes: limits.responseBytes, createContext }),
    chargeRefusal(operationGuard, createContext),
    negotiateMediaType,
    checkDocument(documentRules),
    answerByApollo(apollo, createContext),
  ].filter((step) => step !== undefined);
}
