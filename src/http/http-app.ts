import type { Socket } from "node:net";
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import type { Logger } from "pino";
import type { Limits } from "../execution/limits/limits.js";
import { newUlid } from "../graphql/node/ulid.js";
import { type AllowedOrigins, allowOrigins } from "./cors.js";
import { isReceivingFile } from "./files/receiving-sockets.js";
import { trustProxies, warnOfUntrustedProxy } from "./forwarded-for.js";
import { gracefulClose } from "./graceful-close.js";
import { readJsonBodies } from "./json-body.js";
import { refuseCharset, refuseContentEncoding } from "./request-form.js";
import { compressResponses } from "./responses/compression.js";
import { answerClientError, answerHttpError, answerNotFound } from "./responses/http-errors.js";
import { securityHeaders } from "./responses/security-headers.js";

export interface HttpOptions {
  readonly logger: Logger;
  readonly limits: Limits;
  /** The number of proxies in front of the server. The client's address is the one that the outermost proxy has seen. */
  readonly trustedProxies?: number | undefined;
  /** The origins whose pages may use the API. The default is none. */
  readonly corsOrigins?: AllowedOrigins | undefined;
  /** The time that a client has to send a request. The default is 30 seconds. */
  readonly maxReceiveMs?: number | undefined;
}

const maxBodyBytes = 1_048_576;
export const defaultMaxReceiveMs = 30_000;

/** Creates a server without routes. It accepts JSON only, gives each request an id, and answers errors in the format of GraphQL. */
export function createHttpApp(options: HttpOptions): FastifyInstance {
  const { logger, limits, corsOrigins = [], trustedProxies = 0, maxReceiveMs = defaultMaxReceiveMs } = options;
  const app: FastifyInstance = fastify({
    loggerInstance: logger as FastifyBaseLogger,
    // URLs of GET requests contain the values of variables, so they are not logged.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    genReqId: () => newUlid(),
    trustProxy: trustProxies(trustedProxies),
    bodyLimit: maxBodyBytes,
    routerOptions: { ignoreTrailingSlash: true },
    frameworkErrors: answerHttpError,
    clientErrorHandler: answerUnlessReceivingFile,
    ...slowClients(maxReceiveMs),
  });
  app.setErrorHandler(answerHttpError);
  app.setNotFoundHandler(answerNotFound);
  // JSON is the only content type.
  app.removeContentTypeParser("text/plain");
  readJsonBodies(app, limits);
  gracefulClose(app);
  compressResponses(app);
  app.addHook("onRequest", (request, reply, done) => {
    reply.headers(securityHeaders).header("x-request-id", request.id);
    done();
  });
  allowOrigins(app, corsOrigins);
  // Without this hook, the body of the request would be read first, and its errors would be answered instead.
  app.addHook("onRequest", (request, reply, done) => {
    if (request.is404) answerNotFound(request, reply);
    else done();
  });
  if (trustedProxies === 0) warnOfUntrustedProxy(app, logger);
  app.addHook("onRequest", refuseContentEncoding);
  app.addHook("onRequest", refuseCharset);
  return app;
}

/** Node.js reports each request that takes too long once. Files have their own time limit. */
function answerUnlessReceivingFile(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ERR_HTTP_REQUEST_TIMEOUT" && isReceivingFile(socket)) return;
  answerClientError(error, socket);
}

/** Ends connections that take too long to send a request. */
function slowClients(maxReceiveMs: number) {
  return {
    requestTimeout: maxReceiveMs,
    http: { headersTimeout: maxReceiveMs, connectionsCheckingInterval: Math.min(5_000, maxReceiveMs / 2) },
  };
}
