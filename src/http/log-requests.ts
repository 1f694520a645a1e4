import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from "fastify";
import type { Logger } from "pino";
import type { Metrics } from "../monitoring/metrics.js";
import { RequestLogEntry } from "../monitoring/request-log-entry.js";
import { clientRequestIdOf } from "./request-id.js";

declare module "fastify" {
  interface FastifyRequest {
    /** Null for what is not sent to GraphQL, and for what was told already. */
    logEntry: RequestLogEntry | null;
  }
}

/** Whom to tell of requests. */
export interface Listeners {
  readonly logger: Logger;
  readonly metrics: Metrics | undefined;
}

/**
 * Tells of each request when it is answered, or its client has gone: the log of those to GraphQL, a line for each; the
 * metrics of all.
 * @returns what the route of GraphQL does first with a request.
 */
export function logRequests(app: FastifyInstance, { logger, metrics }: Listeners): onRequestHookHandler {
  app.decorateRequest("logEntry", null);

  function tell(request: FastifyRequest, { elapsedTime }: FastifyReply, status: number | "aborted"): void {
    const { logEntry } = request;
    metrics?.countResponse(request.routeOptions.url, status, elapsedTime / 1000);
    if (logEntry === null) return;
    request.logEntry = null;
    logRequest(logger, logEntry, { status, durationMs: Math.round(elapsedTime * 10) / 10 });
    metrics?.countOperation(logEntry);
    logEntry.trace?.end(status);
  }

  app.addHook("onResponse", (request, reply, done) => {
    tell(request, reply, reply.statusCode);
    done();
  });
  return (request, reply, done) => {
    request.logEntry = new RequestLogEntry(request.id, clientRequestIdOf(request));
    reply.raw.once("close", () => {
      if (request.logEntry !== null) tell(request, reply, "aborted");
    });
    done();
  };
}

/** The one line of a request in the log: who asked for which operation and what came of it, never with what values. */
export function logRequest(logger: Logger, logEntry: RequestLogEntry, details: object = {}): void {
  const { requestId, clientRequestId, operationType, operationName, caller, codes, cost, trace } = logEntry;
  logger.info(
    {
      requestId,
      clientRequestId,
      traceId: trace?.id,
      caller: caller === null ? undefined : { type: caller.type, id: caller.id },
      operationType,
      operationName,
      cost,
      codes: codes?.length === 0 ? undefined : codes,
      ...details,
    },
    "request",
  );
}
