import type { IncomingMessage } from "node:http";
import proxyAddr from "@fastify/proxy-addr";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";

/** Returns a function for Fastify's `trustProxy`, which trusts the given number of proxies in front of this server. */
export function trustProxies(count: number): (address: string, hop: number) => boolean {
  return (_address, hop) => hop < count;
}

/**
 * Returns the client's address of a WebSocket request, which Fastify does not handle. Fastify computes `request.ip` with the
 * same function.
 */
export function clientAddressOf(request: IncomingMessage, trustedProxies: number): string {
  return proxyAddr(request, trustProxies(trustedProxies));
}

/** Logs a warning at the first request that comes through an untrusted proxy. All clients of such a proxy have one address. */
export function warnOfUntrustedProxy(app: FastifyInstance, logger: Logger): void {
  let isWarned = false;
  app.addHook("onRequest", ({ headers }, _reply, done) => {
    if (!isWarned && headers["x-forwarded-for"] !== undefined) {
      isWarned = true;
      logger.warn(
        "A request came with X-Forwarded-For, and TRUSTED_PROXIES is 0. If a proxy is in front of this server, all its clients count as one address for failed logins and rate limits. Set TRUSTED_PROXIES to the number of proxies.",
      );
    }
    done();
  });
}
