import type { IncomingMessage } from "node:http";
import fastifyCors, { type FastifyCorsOptions } from "@fastify/cors";
import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from "fastify";

/** The origins of web pages that may use the API. `*` allows all. */
export type AllowedOrigins = readonly (string | RegExp)[];

/** All pages that this machine serves, on any port. */
export const localOrigins: AllowedOrigins = [/^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/];

/** The API: operations, the schema as text, and files. Pages and health checks are not for other origins. */
const apiPath = /^\/(graphql(\/schema\.graphql)?|files(\/.*)?)\/?$/;

/** Browsers hide all other headers from pages of other origins. */
const exposedHeaders = [
  "X-Request-Id",
  "Retry-After",
  "Idempotency-Key",
  "Idempotent-Replayed",
  "X-Renewed-Token",
  "WWW-Authenticate",
  "Content-Disposition",
];

/** Browsers shorten this to their own maximum. */
const preflightSeconds = 86_400;

/**
 * Lets pages of these origins send requests to the API and read the responses. Credentials are headers and never cookies, so a page
 * can only send a credential that it has. The hook must run before all hooks that answer requests. Then errors have the headers too.
 */
export function allowOrigins(app: FastifyInstance, origins: AllowedOrigins): void {
  const options: FastifyCorsOptions = {
    origin: [...origins],
    methods: ["GET", "HEAD", "POST"],
    exposedHeaders,
    maxAge: preflightSeconds,
  };
  fastifyCors(onlyForPages(app), options, (error) => {
    if (error) throw error;
  });
}

/**
 * Returns a view of the server. Hooks that the plugin adds to it run only for requests from pages. The plugin's own way to choose requests,
 * a delegator, takes 16 % of the CPU time of a small request. All responses have `Vary`, because a shared cache must know that they depend
 * on the origin.
 */
function onlyForPages(app: FastifyInstance): FastifyInstance {
  function addHook(name: "onRequest", hook: onRequestHookHandler): void {
    app.addHook(name, function hookForPages(request, reply, done) {
      reply.header("vary", "Origin");
      if (isFromPage(request)) hook.call(this, request, reply, done);
      else done();
    });
  }
  return Object.create(app, { addHook: { value: addHook } });
}

/** Returns true for a request from a page to the API. Programs send no `Origin`, so their responses get no CORS headers. */
function isFromPage({ url, method, headers }: FastifyRequest): boolean {
  if (headers.origin === undefined || !apiPath.test(url.split("?", 1)[0] ?? "")) return false;
  return method !== "OPTIONS" || headers["access-control-request-method"] !== undefined;
}

/**
 * True if a WebSocket request comes from a page of this server or of an allowed origin, or from a program that is no browser.
 * Browsers send `Origin` with each WebSocket request, and do not enforce CORS for them.
 */
export function hasAllowedOrigin(
  { headers: { origin, host, "x-forwarded-host": forwardedHost } }: IncomingMessage,
  { origins, trustedProxies }: { readonly origins: AllowedOrigins; readonly trustedProxies: number },
): boolean {
  // Some proxies send another Host than the browser has sent.
  const ownHost = trustedProxies > 0 ? (forwardedHost ?? host) : host;
  if (origin === undefined || origin === `http://${ownHost}` || origin === `https://${ownHost}`) return true;
  return origins.some((allowed) =>
    typeof allowed === "string" ? ["*", origin].includes(allowed) : allowed.test(origin),
  );
}
