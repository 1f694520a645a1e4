import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from "fastify";
import type { Logger } from "pino";
import type { Metrics } from "../monitoring/metrics.js";
import { RequestLogEntry } from "../monitoring/request-log-entry.js";
import { clientRequestIdOf } from "./request-id.js";

declare module "fastify" {
  interface FastifyRequest {
    /** Null for requests to other paths, and after the entry is logged. */
    logEntry: RequestLogEntry | null;
  }
}

export interface RequestLogOptions {
  readonly logger: Logger;
  readonly metrics: Metrics | undefined;
}

/**
 * Counts each request in the metrics. Logs one line for each request to GraphQL and for files, after its response or after its client
 * has closed the connection.
 * @returns a hook that starts the log entry of such a request.
 */
export function logRequests(app: FastifyInstance, { logger, metrics }: RequestLogOptions): onRequestHookHandler {
  app.decorateRequest("logEntry", null);

  function report(request: FastifyRequest, { elapsedTime }: FastifyReply, status: number | "aborted"): void {
    const { logEntry } = request;
    metrics?.countResponse(request.routeOptions.url, status, elapsedTime / 1000);
    if (logEntry === null) return;
    request.logEntry = null;
    logRequest(logger, logEntry, { status, durationMs: Math.round(elapsedTime * 10) / 10 });
    if (logEntry.route === undefined) metrics?.countOperation(logEntry);
    logEntry.trace?.end(status);
  }

  app.addHook("onResponse", (request, reply, done) => {
    report(request, reply, reply.statusCode);
    done();
  });
  return (request, reply, done) => {
    request.logEntry = new RequestLogEntry(request.id, clientRequestIdOf(request));
    reply.raw.once("close", () => {
      if (request.logEntry !== null) report(request, reply, "aborted");
    });
    done();
  };
}

/** Logs the line of a request with caller, operation and error codes. It contains no values. */
export function logRequest(logger: Logger, logEntry: RequestLogEntry, details: object = {}): void {
  const { requestId, clientRequestId, route, fileId, operationType, operationName, caller, codes, cost, trace } =
    logEntry;
  logger.info(
    {
      requestId,
      clientRequestId,
      traceId: trace?.id,
      caller: caller === null ? undefined : { type: caller.type, id: caller.id },
      route,
      fileId,
      operationType,
      operationName,
      cost,
      codes: codes?.length === 0 ? undefined : codes,
      ...details,
    },
    "request",
  );
}
