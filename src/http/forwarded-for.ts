import type { IncomingMessage } from "node:http";
import proxyAddr from "@fastify/proxy-addr";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";

/** Trusts the proxies that stand before this server, nearest first, for Fastify's `request.ip`. */
export function trustProxies(count: number): (address: string, hop: number) => boolean {
  return (_address, hop) => hop < count;
}

/**
 * The client's address of a request that Fastify does not see, such as one for WebSocket. Fastify computes `request.ip` by the
 * same function.
 */
export function clientAddressOf(request: IncomingMessage, trustedProxies: number): string {
  return proxyAddr(request, trustProxies(trustedProxies));
}

/** Warns of a proxy that is not trusted, when the first request shows it: all its clients count as one address. */
export function warnOfUntrustedProxy(app: FastifyInstance, logger: Logger): void {
  let isWarned = false;
  app.addHook("onRequest", ({ headers }, _reply, done) => {
    if (!isWarned && headers["x-forwarded-for"] !== undefined) {
      isWarned = true;
      logger.warn(
        "A request came with X-Forwarded-For, and TRUSTED_PROXIES is 0. If a proxy stands before this server, all its clients count as one address for failed logins and rate limits: set TRUSTED_PROXIES to the number of proxies.",
      );
    }
    done();
  });
}
