import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import type { Logger } from "pino";
import type { Limits } from "../execution/limits/limits.js";
import { newUlid } from "../graphql/node/ulid.js";
import { trustProxies, warnOfUntrustedProxy } from "./forwarded-for.js";
import { gracefulClose } from "./graceful-close.js";
import { readJsonBodies } from "./json-body.js";
import { refuseCharset, refuseContentEncoding } from "./request-form.js";
import { answerClientError, answerHttpError, answerNotFound } from "./responses/http-errors.js";
import { securityHeaders } from "./responses/security-headers.js";

/** How HTTP requests are taken. */
export interface HttpOptions {
  readonly logger: Logger;
  readonly limits: Limits;
  /** How many proxies stand before the server: the client's address is the one that the outermost of them saw. */
  readonly trustedProxies?: number | undefined;
  /** How long a client may take to send a request; half a minute when left out. */
  readonly maxReceiveMs?: number | undefined;
}

const maxBodyBytes = 1_048_576;
const defaultMaxReceiveMs = 30_000;

/** A server without routes: it takes JSON alone, gives each request an id, and answers errors as GraphQL does. */
export function createHttpApp(options: HttpOptions): FastifyInstance {
  const { logger, limits, trustedProxies = 0, maxReceiveMs = defaultMaxReceiveMs } = options;
  const app: FastifyInstance = fastify({
    loggerInstance: logger as FastifyBaseLogger,
    // The addresses of GET requests hold the values of variables.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    genReqId: () => newUlid(),
    trustProxy: trustProxies(trustedProxies),
    bodyLimit: maxBodyBytes,
    routerOptions: { ignoreTrailingSlash: true },
    frameworkErrors: answerHttpError,
    clientErrorHandler: answerClientError,
    ...slowClients(maxReceiveMs),
  });
  app.setErrorHandler(answerHttpError);
  app.setNotFoundHandler(answerNotFound);
  // Leaves JSON as the only kind of body.
  app.removeContentTypeParser("text/plain");
  readJsonBodies(app, limits);
  gracefulClose(app);
  app.addHook("onRequest", (request, reply, done) => {
    reply.headers(securityHeaders).header("x-request-id", request.id);
    done();
  });
  if (trustedProxies === 0) warnOfUntrustedProxy(app, logger);
  app.addHook("onRequest", refuseContentEncoding);
  app.addHook("onRequest", refuseCharset);
  return app;
}

/** Ends connections that take too long to send a request. */
function slowClients(maxReceiveMs: number) {
  return {
    requestTimeout: maxReceiveMs,
    http: { headersTimeout: maxReceiveMs, connectionsCheckingInterval: Math.min(5_000, maxReceiveMs / 2) },
  };
}
